//! The modules that a scene may import. All of them are ours.

use std::borrow::Cow;

use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{Ctx, Error, Exception, Module};

mod google;

/// The modules that a scene may import, beside those of the family `@remotion/google-fonts/`.
pub(crate) const NAMES: &[&str] = &[
    "remotion",
    "react",
    "react/jsx-runtime",
    "react/jsx-dev-runtime",
    "@iconify/react",
    "@remotion/transitions",
    "@remotion/transitions/fade",
    "@remotion/transitions/slide",
    "@remotion/transitions/wipe",
    "@remotion/transitions/none",
    "@remotion/transitions/flip",
    "@remotion/transitions/clock-wipe",
    "@remotion/transitions/iris",
    "@remotion/gif",
    "@remotion/shapes",
    "@remotion/paths",
    "@remotion/noise",
    "@remotion/animation-utils",
    "@remotion/motion-blur",
    "@remotion/media",
    "clsx",
    "classnames",
];

const FONTS: &str = "@remotion/google-fonts/";

/// The source of a module; names that begin with `#` are for our own modules alone.
pub(crate) fn source(name: &str) -> Option<Cow<'static, str>> {
    if let Some(font) = name.strip_prefix(FONTS) {
        return google::source(font).map(Cow::Owned);
    }
    let source = match name {
        "remotion" => include_str!("../../js/remotion.js"),
        "react" => include_str!("../../js/react.js"),
        "react/jsx-runtime" | "react/jsx-dev-runtime" => include_str!("../../js/jsx-runtime.js"),
        "@iconify/react" => include_str!("../../js/iconify.js"),
        "@remotion/transitions" => include_str!("../../js/transitions/series.js"),
        "@remotion/gif" => "import {Gif} from '#remotion/media';\nexport {Gif};\n",
        "@remotion/shapes" => include_str!("../../js/shapes.js"),
        "@remotion/paths" => include_str!("../../js/paths.js"),
        "@remotion/noise" => include_str!("../../js/noise.js"),
        "@remotion/animation-utils" => include_str!("../../js/animation-utils.js"),
        "@remotion/motion-blur" => include_str!("../../js/motion-blur.js"),
        "@remotion/media" => "import {Audio, Video} from '#remotion/media';\nexport {Audio, Video};\n",
        "clsx" | "classnames" => include_str!("../../js/clsx.js"),
        "#shapes/join" => include_str!("../../js/shapes/join.js"),
        "#shapes/make" => include_str!("../../js/shapes/make.js"),
        "#shapes/pointers" => include_str!("../../js/shapes/pointers.js"),
        "#paths/parse" => include_str!("../../js/paths/parse.js"),
        "#paths/arc" => include_str!("../../js/paths/arc.js"),
        "#paths/reduce" => include_str!("../../js/paths/reduce.js"),
        "#paths/place" => include_str!("../../js/paths/place.js"),
        "#paths/measure" => include_str!("../../js/paths/measure.js"),
        "#paths/change" => include_str!("../../js/paths/change.js"),
        "#transitions/presentations" => include_str!("../../js/transitions/presentations.js"),
        "@remotion/transitions/fade" => include_str!("../../js/transitions/fade.js"),
        "@remotion/transitions/slide" => include_str!("../../js/transitions/slide.js"),
        "@remotion/transitions/wipe" => include_str!("../../js/transitions/wipe.js"),
        "@remotion/transitions/none" => include_str!("../../js/transitions/none.js"),
        "@remotion/transitions/flip" => include_str!("../../js/transitions/flip.js"),
        "@remotion/transitions/clock-wipe" => include_str!("../../js/transitions/clock-wipe.js"),
        "@remotion/transitions/iris" => include_str!("../../js/transitions/iris.js"),
        "#kept" => include_str!("../../js/kept.js"),
        "#state" => include_str!("../../js/state.js"),
        "#element" => include_str!("../../js/element.js"),
        "#hooks" => include_str!("../../js/hooks.js"),
        "#render" => include_str!("../../js/render.js"),
        "#host" => include_str!("../../js/host.js"),
        "#timeline" => include_str!("../../js/timeline.js"),
        "#determinism" => include_str!("../../js/determinism.js"),
        "#intl" => include_str!("../../js/intl.js"),
        "#intl/dates" => include_str!("../../js/intl/dates.js"),
        "#intl/locales" => include_str!("../../js/intl/locales.js"),
        "#intl/numbers" => include_str!("../../js/intl/numbers.js"),
        "#intl/words" => include_str!("../../js/intl/words.js"),
        "#remotion/sequence" => include_str!("../../js/remotion/sequence.js"),
        "#remotion/interpolate" => include_str!("../../js/remotion/interpolate.js"),
        "#remotion/named" => include_str!("../../js/remotion/named.js"),
        "#remotion/colors" => include_str!("../../js/remotion/colors.js"),
        "#remotion/spring" => include_str!("../../js/remotion/spring.js"),
        "#remotion/easing" => include_str!("../../js/remotion/easing.js"),
        "#remotion/random" => include_str!("../../js/remotion/random.js"),
        "#remotion/media" => include_str!("../../js/remotion/media.js"),
        "#remotion/environment" => include_str!("../../js/remotion/environment.js"),
        _ => return None,
    };
    Some(Cow::Borrowed(source))
}

/// Why a module is not there, where more can be said than that.
pub(crate) fn rejected(name: &str) -> Option<&'static str> {
    Some(match name {
        "three" | "@remotion/three" | "@react-three/fiber" | "@react-three/drei" => {
            "Three.js and WebGL are not supported: draw with SVG, CSS transforms or elements"
        }
        "@remotion/lottie" | "@remotion/rive" | "@remotion/skia" | "lottie-web" => {
            "It draws on a canvas, which is not there: draw with SVG or with elements"
        }
        "@remotion/layout-utils" => {
            "Text is measured after the code has run: let CSS do it (width: 'fit-content', whiteSpace: 'nowrap', \
             WebkitLineClamp), or choose the size by the number of characters"
        }
        "@remotion/media-utils" | "@remotion/media-parser" | "@remotion/webcodecs" | "mediabunny" => {
            "A scene cannot read sounds and films: pass lengths, volumes or wave forms in as properties"
        }
        "@remotion/google-fonts" => "Name the font: import {loadFont} from '@remotion/google-fonts/Inter'",
        "@remotion/fonts" => {
            "Fonts of your own are not read: use the families 'Inter', 'Source Serif 4' or 'JetBrains Mono'"
        }
        "@remotion/preload" => "Nothing needs to be loaded before: leave it out",
        "@remotion/captions" | "@remotion/install-whisper-cpp" | "@remotion/openai-whisper" => {
            "Make the captions before, and pass them in as properties"
        }
        "@remotion/zod-types" | "zod" => "Properties are not checked by the scene: leave the schema out",
        "@remotion/player"
        | "@remotion/renderer"
        | "@remotion/bundler"
        | "@remotion/cli"
        | "@remotion/cli/config"
        | "@remotion/lambda"
        | "@remotion/studio" => "A scene is rendered by the engine: leave it out",
        "fs" | "path" | "os" | "child_process" | "http" | "https" | "net" | "crypto" => {
            "A scene has no system around it: pass data in as properties"
        }
        "react-dom" | "react-dom/client" | "react-dom/server" => {
            "There is no page to render into: `export default` the component"
        }
        "lucide-react" | "@tabler/icons-react" | "@phosphor-icons/react" | "@heroicons/react" => {
            "Icons come by their names: import {Icon} from '@iconify/react', and <Icon icon=\"lucide:heart\" />; `scene icons` finds names"
        }
        _ if name.starts_with("react-icons") || name.starts_with("@heroicons/") => {
            "Icons come by their names: import {Icon} from '@iconify/react', and <Icon icon=\"mdi:heart\" />; `scene icons` finds names"
        }
        "framer-motion" | "motion" | "motion/react" | "gsap" | "react-spring" | "@react-spring/web"
        | "animejs" => {
            "It moves by the clock, and a scene by its frames: compute from useCurrentFrame() with spring() and interpolate()"
        }
        "axios" | "node-fetch" => "A scene has no network: pass data in as properties",
        _ if name.starts_with("node:") => "A scene has no system around it: pass data in as properties",
        _ if name.starts_with('.') || name.starts_with('/') => {
            "A scene is one file: move what it needs into it, and name assets with staticFile()"
        }
        _ => return None,
    })
}

/// Why a name is not there, where more can be said than that.
pub(crate) fn rejected_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "IFrame" => "Pages inside a scene are not supported: show a picture of the page with <Img>",
        "ThreeCanvas" => "Three.js and WebGL are not supported: draw with SVG, CSS transforms or elements",
        "Artifact" => "A scene makes pictures and sounds alone: leave <Artifact> out",
        "CameraMotionBlur" => {
            "It is not supported: use <Trail> from '@remotion/motion-blur', or filter: 'blur(…)'"
        }
        "HtmlInCanvas" | "Skia" | "SkiaCanvas" => {
            "There is no canvas: draw with SVG, filters and CSS transforms"
        }
        "createPortal" => "There is no page: put the element where it belongs, with position: 'absolute'",
        _ => return None,
    })
}

/// Finds modules by name. Scenes see the public ones only.
pub(super) struct Resolve;

impl Resolver for Resolve {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String, Error> {
        let is_ours = base != "scene";
        if (is_ours || !name.starts_with('#')) && (name == "scene" && is_ours || source(name).is_some()) {
            return Ok(name.to_owned());
        }
        Err(Exception::throw_reference(ctx, &format!("There is no module '{name}' in a scene")))
    }
}

/// Loads modules from memory.
pub(super) struct Load {
    scene: String,
}

impl Load {
    pub(super) fn new(scene: &str) -> Self {
        Self { scene: scene.to_owned() }
    }
}

impl Loader for Load {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>, Error> {
        if name == "scene" {
            return Module::declare(ctx.clone(), name, self.scene.as_str());
        }
        let source = source(name).ok_or_else(|| Error::new_loading(name))?;
        Module::declare(ctx.clone(), name, source.as_ref())
    }
}
