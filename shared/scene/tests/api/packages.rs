//! The packages beside `remotion`.

use super::{LIME, RED, WHITE, is_lime, open, pixel};

#[test]
fn shapes_are_painted_where_they_are() {
    let code = "import {AbsoluteFill} from 'remotion';
        import {Rect, Circle, Ellipse, Triangle, Star, Polygon, Pie, Heart, Arrow, Callout, Spark} from '@remotion/shapes';
        export default () => <AbsoluteFill style={{backgroundColor: 'white', flexDirection: 'row', flexWrap: 'wrap', alignContent: 'flex-start'}}>
          <Rect width={20} height={20} fill=\"red\" cornerRadius={8} /><Circle radius={10} fill=\"red\" /><Ellipse rx={10} ry={8} fill=\"red\" />
          <Triangle length={20} direction=\"up\" fill=\"red\" /><Star points={5} innerRadius={5} outerRadius={10} fill=\"red\" />
          <Polygon points={6} radius={10} fill=\"red\" /><Pie radius={10} progress={0.5} fill=\"red\" /><Heart height={16} fill=\"red\" />
          <Arrow length={20} headWidth={16} headLength={10} shaftWidth={8} fill=\"red\" /><Callout width={18} height={10} pointerLength={4} fill=\"red\" />
          <Spark width={14} height={14} fill=\"red\" style={{opacity: 0.99}} />
        </AbsoluteFill>;";
    let mut scene = open(code).unwrap();
    assert_eq!(pixel(&mut scene, 0, 10, 10), RED);
    assert_eq!(pixel(&mut scene, 0, 0, 0), WHITE, "the corner of the rectangle is round");
    assert_eq!(pixel(&mut scene, 0, 30, 10), RED);
    assert_eq!(pixel(&mut scene, 0, 21, 1), WHITE, "a circle has no corner");
    let picture = scene.frame(0).unwrap();
    let red = picture.rgba.chunks(4).filter(|pixel| pixel[0] > 200 && pixel[1] < 60).count();
    assert!((1_500..2_800).contains(&red), "{red} pixels of eleven shapes");
    assert_eq!(scene.warnings(), []);
}

#[test]
fn a_path_grows() {
    let code = "import {AbsoluteFill, useCurrentFrame} from 'remotion';
        import {evolvePath, getLength, getPointAtLength, interpolatePath, warpPath, resetPath, translatePath} from '@remotion/paths';
        export default () => {
          const path = translatePath(resetPath('M 40 40 L 140 40'), 0, 30);
          must('length', getLength(path) === 100 && getPointAtLength(path, 25).x === 25);
          must('between', interpolatePath(0.5, 'M 0 0 L 10 0', 'M 0 0 L 0 10') === 'M 0 0 L 5 5');
          must('warped', warpPath(path, ({x, y}) => ({x, y: y + x})).startsWith('M 0 30 L'));
          return <AbsoluteFill style={{backgroundColor: 'white'}}><svg width={100} height={60} viewBox=\"0 0 100 60\">
            <path d={path} stroke=\"red\" strokeWidth={10} fill=\"none\" {...evolvePath(useCurrentFrame() / 10, path)} />
          </svg></AbsoluteFill>;
        };";
    let mut scene = open(code).unwrap();
    let mut row = |frame| [10, 50, 90].map(|x| pixel(&mut scene, frame, x, 30));
    assert_eq!(row(0), [WHITE, WHITE, WHITE]);
    assert_eq!(row(3), [RED, WHITE, WHITE]);
    assert_eq!(row(7), [RED, RED, WHITE]);
    assert_eq!(row(10), [RED, RED, RED]);
}

#[test]
fn noise_transforms_and_styles() {
    let warnings = is_lime(
        "import {AbsoluteFill} from 'remotion';
        import {noise2D, noise3D, noise4D} from '@remotion/noise';
        import {makeTransform, translateX, rotate, scale, interpolateStyles} from '@remotion/animation-utils';
        export default () => {
          for (let i = 0; i < 50; i++) must('noise', [noise2D('a', i / 3, 1), noise3D('a', i / 3, 1, 2), noise4D('a', i / 3, 1, 2, 3)].every((n) => Math.abs(n) <= 1));
          must('seed', noise2D('a', 0.3, 0.4) !== noise2D('b', 0.3, 0.4));
          must('transform', makeTransform([translateX(5), rotate(10), scale(2)]) === 'translateX(5px) rotate(10deg) scale(2, 2)');
          return <AbsoluteFill style={interpolateStyles(5, [0, 10], [{backgroundColor: '#f00', opacity: 0.5, transform: 'scale(1)'}, {backgroundColor: 'rgb(-255, 510, 0)', opacity: 1.5, transform: 'scale(3)'}])}>
            <div style={{position: 'absolute', inset: 0, backgroundColor: 'lime'}} /></AbsoluteFill>;
        };",
        0,
    );
    assert_eq!(warnings, []);
}

#[test]
fn a_trail_is_behind_what_leaves_it() {
    let code = "import {AbsoluteFill, useCurrentFrame} from 'remotion';
        import {Trail} from '@remotion/motion-blur';
        const Dot = () => <div style={{position: 'absolute', left: useCurrentFrame() * 10, top: 20, width: 10, height: 20, backgroundColor: 'lime'}} />;
        export default () => <AbsoluteFill style={{backgroundColor: 'white'}}><Trail layers={3} lagInFrames={2} trailOpacity={0.9}><Dot /></Trail></AbsoluteFill>;";
    let mut scene = open(code).unwrap();
    let mut at = |x| pixel(&mut scene, 8, x, 30);
    assert_eq!(at(85), LIME);
    let [near, far] = [at(65), at(45)].map(|[red, ..]| red);
    assert!(near < far && far < 255, "{near} {far}");
    assert_eq!(at(55), WHITE);
}

#[test]
fn a_font_that_is_not_bundled_is_told_once_and_one_that_is_is_not() {
    let code = |font: &str| {
        format!(
            "import {{loadFont}} from '@remotion/google-fonts/{font}';
            import {{AbsoluteFill}} from 'remotion';
            const {{fontFamily}} = loadFont('normal', {{weights: ['700'], subsets: ['latin']}});
            export default () => <AbsoluteFill style={{{{backgroundColor: 'lime', fontFamily}}}}><b style={{{{fontSize: 10}}}}>a</b></AbsoluteFill>;"
        )
    };
    assert_eq!(is_lime(&code("Inter"), 0), []);
    assert_eq!(is_lime(&code("SourceSerif4"), 0), []);
    let [warning] = is_lime(&code("PlayfairDisplay"), 1).try_into().unwrap();
    assert!(
        warning.message.contains("'Playfair Display' is drawn with 'Source Serif 4'"),
        "{}",
        warning.message
    );
}

#[test]
fn classes_are_put_together() {
    let code =
        "import clsx from 'clsx'; import {clsx as join} from 'clsx'; import classNames from 'classnames';
        import {AbsoluteFill} from 'remotion';
        export default () => {
          const made = clsx('a', {b: true, c: 0}, ['d', null, {e: 1}], undefined, false, 7);
          const same = [join, classNames].every((one) => one('a', {b: true}) === 'a b');
          return <AbsoluteFill style={{backgroundColor: made === 'a b d e 7' && same ? 'lime' : 'red'}} />;
        };";
    assert_eq!(is_lime(code, 0), []);
}
