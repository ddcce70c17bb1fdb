export function KernelPanel() {
  return (
    <section class="panel" aria-labelledby="kernel-title">
      <h2 id="kernel-title">Kernel</h2>
    </section>
  );
}
