/** Version of the packages `@tesseract.js-data/LANGUAGE` at npm, which hold the data of tessdata_best made smaller. */
export const languageDataVersion = '1.0.0';

/** SHA-256 of `4.0.0_best_int/LANGUAGE.traineddata.gz` in those packages, by language. */
export const languageChecksums: ReadonlyMap<string, string> = new Map([
  ['deu', '306c4280d0cbed46fbff727486bd43b92730181bae80f56941a091f363bdf28b'],
  ['eng', '45b4cb346724ac1774f1c36f42f182b887bcdb28ebe63e6fff90ac41f3fcff91'],
  ['fra', 'd611139672b3752c7097e671e4a1d9209dfd37f2aeb081ef6487fba3351e9255'],
  ['hin', 'f3b6a0d320df38d886178cdd727b90dbf9df3db053adb32bd9cf73f0463cda07'],
  ['ita', 'f702fcfad297ce028ede3626d1467b67939f23ff23595f9badd54681cf25a4d3'],
  ['jpn', '2b63ebfbf1484de4a08ce53b29ef98a1c17658a93cbd38acb665d7d316d0be88'],
  ['msa', '35ae490b99462d04cf4e2a7985d98f0ba5e10ca62adb13aeda070c6f1783f097'],
  ['nld', 'a2d904b6ddc4feb0d31ecfcd7361a554102e7aa2e278c54f4fc029e0d0815571'],
  ['pol', 'a20fdec4ff99d8f8e84c708da3e42a4e935c26863055a0ed88aef5c66a59b91b'],
  ['por', 'dacebc1386ddaaf8389f81094236cca0d690897cde693d48cbdaa881c86e2b4c'],
  ['spa', '40be52f97b5d4eb7460073dc1f94cd546b27150333c0bf854ed7e7132db6bceb'],
  ['swe', 'b60d9fea7e570d11d6fdf26c8d0ef1d63b49222313773ce66777ed08fa20dc5a'],
]);
