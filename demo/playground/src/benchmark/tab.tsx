export function BenchmarkTab() {
  return <h2>Benchmark</h2>;
}
