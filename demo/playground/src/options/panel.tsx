export function OptionsPanel() {
  return (
    <section class="panel" aria-labelledby="options-title">
      <h2 id="options-title">Options</h2>
    </section>
  );
}
