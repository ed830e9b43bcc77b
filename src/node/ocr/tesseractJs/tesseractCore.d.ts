/** What is used of tesseract.js-core, which has no types: Tesseract's C++ API through Emscripten. */
declare module 'tesseract.js-core' {
  interface TessBaseAPI {
    /** @returns 0 when it worked. */
    Init(dataPath: null, languages: string, engineMode: number): number;
    SetVariable(name: string, value: string): boolean;
    /** Takes the file `/input`. @returns 0 when it worked. */
    SetImageFile(orientation: number, angle: number): number;
    /** @returns 0 when it worked. */
    Recognize(monitor: null): number;
    /** As `tesseract … tsv` prints it, without the header. */
    GetTSVText(page: number): string;
  }
  interface Core {
    readonly FS: { writeFile(path: string, content: Uint8Array): void };
    readonly TessBaseAPI: new () => TessBaseAPI;
  }
  interface CoreOptions {
    readonly wasmBinary: Uint8Array;
    readonly print: (text: string) => void;
    readonly printErr: (text: string) => void;
    /** 30 to 100 while it recognises. */
    readonly TesseractProgress: (percent: number) => void;
  }
  export default function startCore(options: CoreOptions): Promise<Core>;
}
