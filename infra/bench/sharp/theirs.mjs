// sharp's side: node theirs.mjs <folder> <rounds> <file>..: the same files, the same sizes, a line of JSON for each.
//
// One thread and no cache, as services run it that have learnt to. The file is decoded once, to the largest thumbnail, with
// libvips' shrink-on-load; the smaller ones are made from its pixels.
import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';

sharp.concurrency(1);
sharp.cache(false);

const SIZES = [['medium', 1024], ['small', 512], ['thumb', 256]];
const within = (side) => ({ width: side, height: side, fit: 'inside', withoutEnlargement: true });

async function derive(folder, file) {
  const name = basename(file, extname(file));
  const bytes = await readFile(file);
  let { data, info } = await sharp(bytes).rotate().toColourspace('srgb').resize(within(1024)).raw().toBuffer({ resolveWithObject: true });
  const raw = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  for (const [size, side] of SIZES) {
    if (side < 1024) ({ data, info } = await raw().resize(within(side)).raw().toBuffer({ resolveWithObject: true }));
    const clear = info.channels === 4;
    const made = await (clear ? raw().webp({ lossless: true, effort: 0 }) : raw().jpeg({ quality: 80 })).toBuffer();
    await writeFile(join(folder, `${name}.${size}.${clear ? 'webp' : 'jpg'}`), made);
  }
  const small = await raw().resize(within(100)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return [name, rgbaToThumbHash(small.info.width, small.info.height, small.data)];
}

const [folder, rounds, ...files] = process.argv.slice(2);
for (const file of files) {
  for (let round = 0; round < Number(rounds); round += 1) {
    const [begun, worked] = [process.hrtime.bigint(), process.cpuUsage()];
    const [name, hash] = await derive(folder, file);
    const us = Number((process.hrtime.bigint() - begun) / 1000n);
    const { user, system } = process.cpuUsage(worked);
    console.log(JSON.stringify({ file: name, us, cpu: user + system, hash: Buffer.from(hash).toString('hex') }));
  }
}
