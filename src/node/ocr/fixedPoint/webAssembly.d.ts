/**
 * The part of WebAssembly’s interface that is used: Node’s types don’t have it, those of browsers have too much else.
 */
declare namespace WebAssembly {
  class Memory {
    constructor(size: { readonly initial: number });
    /** Another one after `grow`. */
    readonly buffer: ArrayBuffer;
    /** @param pages of 64 KiB. */
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module, imports: { readonly env: { readonly memory: Memory } });
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
}
