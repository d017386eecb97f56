//! Files with a root that registers compositions.

use scene::{Canvas, Wanted};

use super::{LIME, open_as, pixel};

#[test]
fn a_root_says_the_size_and_the_length() {
    let code = "import {AbsoluteFill, Composition, Still, Folder, registerRoot, useVideoConfig} from 'remotion';
        const Film = ({color}: {color: string}) => <AbsoluteFill style={{backgroundColor: useVideoConfig().id === 'film' ? color : 'red'}} />;
        const Root = () => <Folder name=\"all\">
          <Composition id=\"film\" component={Film} width={120} height={80} fps={25} durationInFrames={40} defaultProps={{color: 'lime'}} />
          <Still id=\"still\" component={Film} width={10} height={10} />
        </Folder>;
        registerRoot(Root);";
    let mut scene = open_as(code, Wanted::default()).unwrap();
    assert_eq!(scene.canvas(), Canvas { width: 120, height: 80, fps: 25, frames: 40 });
    assert_eq!(pixel(&mut scene, 0, 50, 30), LIME);
    let warnings = scene.warnings();
    assert!(warnings.iter().any(|warning| warning.code == "composition"), "{warnings:?}");
}

#[test]
fn a_still_is_one_frame() {
    let code = "import {AbsoluteFill, Still} from 'remotion';
        const Poster = () => <AbsoluteFill style={{backgroundColor: 'lime'}} />;
        export default () => <Still id=\"poster\" component={Poster} width={120} height={80} />;";
    let mut scene = open_as(code, Wanted::default()).unwrap();
    assert_eq!((scene.canvas().width, scene.canvas().frames), (120, 1));
    assert_eq!(pixel(&mut scene, 0, 50, 30), LIME);
}

#[test]
fn a_length_that_is_computed_from_properties_is_the_length() {
    let code = "import {AbsoluteFill, Composition} from 'remotion';
        const Film = ({seconds, color}: any) => <AbsoluteFill style={{backgroundColor: seconds === 2 ? color : 'red'}} />;
        export default () => <Composition id=\"film\" component={Film} width={120} height={80} fps={30} defaultProps={{seconds: 2}}
          calculateMetadata={({props}) => ({durationInFrames: props.seconds * 30, props: {...props, color: 'lime'}})} />;";
    let mut scene = open_as(code, Wanted::default()).unwrap();
    assert_eq!(scene.canvas().frames, 60);
    assert_eq!(pixel(&mut scene, 0, 50, 30), LIME);
}

#[test]
fn a_length_that_somebody_would_have_to_wait_for_is_told() {
    let code = "import {AbsoluteFill, Composition} from 'remotion';
        const Film = () => <AbsoluteFill />;
        export default () => <Composition id=\"film\" component={Film} width={120} height={80} fps={30} durationInFrames={9}
          calculateMetadata={async () => ({durationInFrames: 60})} />;";
    let mut scene = open_as(code, Wanted::default()).unwrap();
    assert_eq!(scene.canvas().frames, 9);
    scene.frame(0).unwrap();
    let warnings = scene.warnings();
    assert!(warnings.iter().any(|warning| warning.code == "metadata"), "{warnings:?}");
}
