export function WhyPanel() {
  return (
    <section class="panel" aria-labelledby="why-title">
      <h2 id="why-title">Why</h2>
    </section>
  );
}
