//! Names that are there without an import, and those that are not.

/// What the language gives, and what is left of it in a scene.
pub(super) const GLOBALS: &[&str] = &[
    "AggregateError",
    "Array",
    "ArrayBuffer",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "Boolean",
    "DataView",
    "Date",
    "Error",
    "EvalError",
    "Float16Array",
    "Float32Array",
    "Float64Array",
    "Infinity",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "Intl",
    "Iterator",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "RangeError",
    "ReferenceError",
    "Reflect",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "SyntaxError",
    "TypeError",
    "URIError",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "WeakMap",
    "WeakSet",
    "arguments",
    "console",
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "escape",
    "globalThis",
    "isFinite",
    "isNaN",
    "parseFloat",
    "parseInt",
    "queueMicrotask",
    "structuredClone",
    "undefined",
    "unescape",
];

/// What a browser or a server has and a scene has not, and what to do instead.
pub(crate) fn missing(name: &str) -> Option<&'static str> {
    Some(match name {
        "fetch" | "XMLHttpRequest" | "WebSocket" | "EventSource" | "navigator" => {
            "A scene has no network: pass data in as properties and read them with getInputProps()"
        }
        "process" | "Deno" | "Bun" | "global" | "__dirname" | "__filename" => {
            "A scene has no system around it: pass settings in as properties and read them with getInputProps()"
        }
        "require" | "module" | "exports" => "Write `import { … } from '…'` at the top of the file",
        "eval" | "Function" | "WebAssembly" | "importScripts" => {
            "Code from text is not run: write it into the scene"
        }
        "setTimeout"
        | "setInterval"
        | "setImmediate"
        | "requestAnimationFrame"
        | "requestIdleCallback"
        | "clearTimeout"
        | "clearInterval"
        | "cancelAnimationFrame"
        | "performance" => "Time is the frame: compute from useCurrentFrame()",
        "window" | "document" | "self" | "HTMLElement" | "getComputedStyle" | "DOMParser" | "Image"
        | "Audio" => {
            "There is no page: take the size from useVideoConfig(), and images and sounds from <Img> and <Audio>"
        }
        "localStorage" | "sessionStorage" | "indexedDB" | "caches" => {
            "A scene keeps nothing: every frame is made from the frame number and the properties alone"
        }
        "Worker"
        | "SharedWorker"
        | "SharedArrayBuffer"
        | "Atomics"
        | "WeakRef"
        | "FinalizationRegistry"
        | "crypto" => {
            "It would make a frame depend on more than its number: use random(seed) from 'remotion' for chance"
        }
        "OffscreenCanvas" | "Path2D" | "CanvasRenderingContext2D" => {
            "There is no canvas: draw with SVG or with elements"
        }
        _ => return None,
    })
}
