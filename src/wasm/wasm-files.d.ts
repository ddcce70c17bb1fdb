/* What hosts that compile imported binaries make of them. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
