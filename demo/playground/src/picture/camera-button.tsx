import { framesPerSecond, isCameraOn, startCamera, stopCamera } from './camera.ts';

/** Starts and stops the camera, and tells how fast its frames are shown. */
export function CameraButton() {
  return (
    <>
      <button type="button" onClick={() => void (isCameraOn.peek() ? stopCamera() : startCamera())}>
        {isCameraOn.value ? 'Stop and keep this picture' : 'Start the camera'}
      </button>
      {framesPerSecond.value !== null && (
        <span class="hint">{`${framesPerSecond.value} frames per second`}</span>
      )}
    </>
  );
}
