export function PicturePanel() {
  return (
    <section class="panel" aria-labelledby="picture-title">
      <h2 id="picture-title">Picture</h2>
    </section>
  );
}
