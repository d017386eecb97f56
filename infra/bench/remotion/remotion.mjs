// Drives Remotion for bench.py: `node remotion.mjs bundle` or `node remotion.mjs render '{"scene": …}'`. Answers with one line of JSON.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';
import {bundle} from '@remotion/bundler';
import {openBrowser, renderFrames, renderMedia, selectComposition} from '@remotion/renderer';

const here = import.meta.dirname;
const serveUrl = path.join(here, 'build/bundle');
const scenes = path.join(here, 'src/scenes');

/** The icons that the scenes name, so that the page does not have to read sets of megabytes. */
function icons() {
  const require = createRequire(import.meta.url);
  const sets = {};
  const found = {};
  for (const file of fs.readdirSync(scenes).filter((name) => name.endsWith('.tsx'))) {
    for (const [, prefix, name] of fs.readFileSync(path.join(scenes, file), 'utf8').matchAll(/['"](mdi|lucide|ph|simple-icons|tabler):([a-z0-9-]+)['"]/g)) {
      const set = (sets[prefix] ??= require(`@iconify-json/${prefix}/icons.json`));
      const icon = set.icons[set.aliases?.[name]?.parent ?? name];
      if (!icon) throw new Error(`${file}: there is no icon ${prefix}:${name}`);
      found[`${prefix}:${name}`] = {body: icon.body, width: icon.width ?? set.width ?? 16, height: icon.height ?? set.height ?? 16};
    }
  }
  return found;
}

async function make() {
  fs.mkdirSync(path.join(here, 'build'), {recursive: true});
  fs.writeFileSync(path.join(here, 'build/icons.json'), JSON.stringify(icons()));
  await bundle({
    entryPoint: path.join(here, 'src/index.tsx'),
    outDir: serveUrl,
    publicDir: path.join(scenes, 'public'),
    enableCaching: false,
    webpackOverride: (config) => ({...config, resolve: {...config.resolve, alias: {...config.resolve.alias, '@iconify/react': path.join(here, 'src/iconify.tsx')}}}),
  });
  return {bundle: serveUrl};
}

/**
 * Renders one scene. `render_ms` is the call of `renderMedia` alone, with the browser open and the composition known;
 * the caller measures the process around it.
 */
async function render({scene, out, browser: browserExecutable, gl = null, concurrency = 2, imageFormat = 'jpeg', jpegQuality, preset, crf, frames}) {
  const chromiumOptions = {gl, enableMultiProcessOnLinux: true};
  const common = {serveUrl, browserExecutable, chromiumOptions, chromeMode: 'headless-shell', logLevel: 'error'};
  const puppeteerInstance = await openBrowser('chrome', {browserExecutable, chromiumOptions, chromeMode: 'headless-shell', logLevel: 'error'});
  const composition = await selectComposition({...common, id: scene, puppeteerInstance});
  const before = performance.now();
  if (frames) {
    await renderFrames({...common, composition, puppeteerInstance, inputProps: {}, outputDir: out, imageFormat, concurrency, muted: true, ...(jpegQuality !== undefined && {jpegQuality}), onStart: () => undefined, onFrameUpdate: () => undefined, ...(frames === true ? {} : {frameRange: frames})});
  } else {
    await renderMedia({
      ...common, composition, puppeteerInstance, codec: 'h264', outputLocation: out, concurrency, imageFormat, overwrite: true,
      ...(jpegQuality !== undefined && {jpegQuality}), ...(preset && {x264Preset: preset}), ...(crf !== undefined && {crf}),
    });
  }
  const render_ms = performance.now() - before;
  await puppeteerInstance.close({silent: true}).catch(() => undefined);
  return {render_ms, frames: composition.durationInFrames, width: composition.width, height: composition.height, fps: composition.fps};
}

const [what, settings] = process.argv.slice(2);
const answer = what === 'bundle' ? await make() : await render(JSON.parse(settings));
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
