// @ts-check
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const isText = /\.(js|css|svg|json)$/;

/** @type {{ suffix: string, compress: (content: Buffer) => Promise<Buffer> }[]} */
const codings = [
  {
    suffix: ".br",
    compress: (content) =>
      promisify(brotliCompress)(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        },
      }),
  },
  { suffix: ".gz", compress: (content) => promisify(gzip)(content, { level: 9 }) },
];

/**
 * Writes each text file below a folder once more in brotli and gzip, beside it, as small as either can be: what is
 * compressed once at the build is not compressed, and less well, for every visitor. A file that would not get
 * smaller is left alone. The threads of zlib share the work.
 * @param {string} folder
 */
export async function precompress(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (file) => file.isFile() && isText.test(file.name),
  );
  await Promise.all(
    files.map(async (file) => {
      const path = join(file.parentPath, file.name);
      const content = readFileSync(path);
      for (const { suffix, compress } of codings) {
        const small = await compress(content);
        if (small.length < content.length) writeWhole(path + suffix, small);
      }
    }),
  );
}

/**
 * Never leaves half a file under the name: a build can be broken off at any time.
 * @param {string} path
 * @param {Buffer} content
 */
function writeWhole(path, content) {
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}
