const repository = 'https://github.com/convolve-wasm/convolve-wasm';

export function Footer() {
  return (
    <footer class="footer">
      <p>
        Computed in your browser by <a href={repository}>convolve-wasm</a>; no picture leaves it.
      </p>
      <ul>
        <li>
          <a href={`${repository}#documentation`}>Documentation</a>
        </li>
        <li>
          <a href={`${repository}/issues`}>Report a fault</a>
        </li>
      </ul>
    </footer>
  );
}
