export function TakeAwayPanel() {
  return (
    <section class="panel" aria-labelledby="take-away-title">
      <h2 id="take-away-title">Take away</h2>
    </section>
  );
}
