//! What scenes may not import, and what they are told instead.

use scene::compile;

#[track_caller]
fn hint(import: &str) -> String {
    // An import that nothing uses is a type's, and is left out.
    let used = import.split(['{', '}']).nth(1).unwrap();
    let told =
        compile("scene.tsx", &format!("{import}\nexport default () => [{used}];")).unwrap_err().remove(0);
    assert_eq!(told.line, 1, "{told}");
    told.hint.clone().unwrap_or_else(|| panic!("{told} has no hint"))
}

#[test]
fn a_package_that_is_not_there_says_what_to_do() {
    for (module, expected) in [
        ("@remotion/layout-utils", "let CSS do it"),
        ("@remotion/media-utils", "pass lengths"),
        ("@remotion/three", "SVG"),
        ("@remotion/lottie", "SVG"),
        ("@remotion/fonts", "'Inter'"),
        ("@remotion/google-fonts", "@remotion/google-fonts/Inter"),
        ("@remotion/player", "leave it out"),
        ("@remotion/captions", "properties"),
        ("zod", "schema"),
        ("lucide-react", "lucide:heart"),
        ("react-icons/fa", "@iconify/react"),
        ("framer-motion", "useCurrentFrame()"),
        ("@remotion/shape", "'@remotion/shapes'"),
        ("@remotion/path", "'@remotion/paths'"),
    ] {
        let hint = hint(&format!("import {{x}} from '{module}';"));
        assert!(hint.contains(expected), "{module}: {hint}");
    }
}

#[test]
fn a_name_that_is_not_there_says_what_to_do() {
    for (import, expected) in [
        ("import {Artifact} from 'remotion';", "leave <Artifact> out"),
        ("import {IFrame} from 'remotion';", "<Img>"),
        ("import {CameraMotionBlur} from '@remotion/motion-blur';", "<Trail>"),
        ("import {noise2D} from 'remotion';", "'@remotion/noise'"),
        ("import {Circle} from 'remotion';", "'@remotion/shapes'"),
        ("import {makeRectangle} from '@remotion/shapes';", "'makeRect'"),
    ] {
        let hint = hint(import);
        assert!(hint.contains(expected), "{import}: {hint}");
    }
}
