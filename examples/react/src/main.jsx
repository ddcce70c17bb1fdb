import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { BlurredImage } from './BlurredImage.jsx';

function App() {
  const [sigma, setSigma] = useState(4);
  return (
    <main>
      <label>
        sigma {sigma}{' '}
        <input
          type="range"
          min="0"
          max="40"
          value={sigma}
          onChange={(event) => setSigma(Number(event.target.value))}
        />
      </label>
      <BlurredImage src="/face.jpg" sigma={sigma} alt="A raccoon" />
    </main>
  );
}

createRoot(document.getElementById('root')).render(<App />);
