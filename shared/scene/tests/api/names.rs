//! The module `remotion`.

use super::{BLUE, LIME, RED, WHITE, elements, is_lime, open, pixel};

#[test]
fn numbers_between_numbers() {
    let warnings = is_lime(
        "import {AbsoluteFill, interpolate, interpolateColors, spring, measureSpring, Easing, random, useCurrentFrame, useVideoConfig} from 'remotion';
        export default () => {
          const frame = useCurrentFrame();
          const {fps, width, height, durationInFrames, id} = useVideoConfig();
          must('config', fps === 30 && width === 100 && height === 60 && durationInFrames > 0 && typeof id === 'string');
          must('interpolate', interpolate(frame, [0, 20], [0, 100], {easing: Easing.inOut(Easing.cubic), extrapolateRight: 'clamp'}) === 50);
          must('text', interpolate(5, [0, 10], ['translateX(0px)', 'translateX(8px)']) === 'translateX(4px)');
          must('array', interpolate(5, [0, 10], [[0, 10], [10, 30]])[1] === 20);
          must('posterize', interpolate(7, [0, 10], [0, 10], {posterize: 5}) === 5);
          const at = measureSpring({fps, config: {damping: 200}});
          must('spring', at > 5 && spring({frame: 2 * at, fps, config: {damping: 200}}) > 0.99);
          must('length', spring({frame: 30, fps, durationInFrames: 30}) > 0.99 && spring({frame: 0, fps, delay: 10}) === 0);
          must('reverse', spring({frame: 0, fps, reverse: true, durationInFrames: 20}) > 0.99);
          const curves = [Easing.linear, Easing.ease, Easing.quad, Easing.cubic, Easing.poly(4), Easing.sin, Easing.circle, Easing.bounce, Easing.elastic(1),
            Easing.back(1), Easing.bezier(0.2, 0, 0.4, 1), Easing.in(Easing.quad), Easing.out(Easing.quad), Easing.step1];
          curves.forEach((curve, i) => must(`easing ${i}`, Math.abs(curve(1) - 1) < 1e-9));
          must('exp', Easing.exp(1) === 1 && Easing.step0(0.5) === 1);
          must('random', random('a') === random('a') && random('a') !== random(1));
          return <AbsoluteFill style={{backgroundColor: interpolateColors(frame, [0, 10], ['red', 'lime'])}} />;
        };",
        10,
    );
    assert_eq!(warnings, []);
}

#[test]
fn chance_that_differs_each_time_is_refused() {
    let code = "import {random} from 'remotion';\nexport default () => <p>{random(null)}</p>;";
    let problem = open(code).unwrap().frame(0).err().unwrap().to_string();
    assert!(problem.starts_with("scene.tsx:2:") && problem.contains("give a seed"), "{problem}");
}

#[test]
fn parts_of_time() {
    let code = "import {AbsoluteFill, Sequence, Series, Loop, Freeze, useCurrentFrame} from 'remotion';
        const Fill = ({color}: {color: string}) => <AbsoluteFill style={{backgroundColor: color}} />;
        const Turns = () => <Fill color={useCurrentFrame() < 5 ? 'lime' : 'blue'} />;
        export default () => <AbsoluteFill style={{backgroundColor: 'white'}}>
          <Sequence durationInFrames={30} style={{width: 20}} width={20}><Series>
            <Series.Sequence durationInFrames={10}><Fill color=\"red\" /></Series.Sequence>
            <Series.Sequence durationInFrames={10} offset={5}><Fill color=\"blue\" /></Series.Sequence>
          </Series></Sequence>
          <Sequence from={2} style={{left: 40, width: 20}}><Loop durationInFrames={10} times={2}><Turns /></Loop></Sequence>
          <div style={{position: 'absolute', left: 80, width: 20, height: 60}}><Freeze frame={8}><Turns /></Freeze></div>
        </AbsoluteFill>;";
    let mut scene = open(code).unwrap();
    let mut row = |frame| [10, 50, 90].map(|x| pixel(&mut scene, frame, x, 30));
    assert_eq!(row(0), [RED, WHITE, BLUE]);
    assert_eq!(row(4), [RED, LIME, BLUE]);
    assert_eq!(row(12), [WHITE, LIME, BLUE], "between the parts of the series, and in the second turn");
    assert_eq!(row(18), [BLUE, BLUE, BLUE]);
    assert_eq!(row(26), [WHITE, WHITE, BLUE], "all but what is frozen has ended");
}

#[test]
fn what_is_around_a_scene() {
    let warnings = is_lime(
        "import {AbsoluteFill, getInputProps, getRemotionEnvironment, useRemotionEnvironment, delayRender, continueRender, cancelRender, useDelayRender, staticFile,
          prefetch, VERSION, getStaticFiles, useCurrentScale, useBufferState, Config, Internals} from 'remotion';
        export default () => {
          const handle = delayRender('data');
          continueRender(handle);
          useDelayRender().continueRender(handle);
          must('environment', getRemotionEnvironment().isRendering && useRemotionEnvironment().isRendering);
          must('properties', (getInputProps() as any).word === 'hi');
          must('file', staticFile('a/b.png') === 'a/b.png');
          must('rest', /^4/.test(VERSION) && getStaticFiles().length === 0 && useCurrentScale() === 1 && typeof cancelRender === 'function');
          prefetch('x').free(); useBufferState().delayPlayback().unblock(); void Config; void Internals;
          return <AbsoluteFill style={{backgroundColor: 'lime'}} />;
        };",
        0,
    );
    let [warning] = warnings.try_into().unwrap();
    assert_eq!(warning.code, "delay");
}

#[test]
fn a_render_that_is_cancelled_fails_with_its_reason() {
    let code = "import {cancelRender} from 'remotion';\nexport default () => { cancelRender('no data'); return null; };";
    let problem = open(code).unwrap().frame(0).err().unwrap().to_string();
    assert!(problem.contains("no data"), "{problem}");
}

#[test]
fn sounds_and_films_have_their_names() {
    let frame = elements(
        "import {Audio, Html5Audio, Video, Html5Video, OffthreadVideo, AnimatedImage, Img, Sequence, staticFile} from 'remotion';
        export default () => <Sequence from={15} layout=\"none\">
          <Audio src={staticFile('a.mp3')} /><Html5Audio src={staticFile('b.mp3')} volume={0.5} />
          <Video src={staticFile('a.mp4')} muted /><Html5Video src={staticFile('b.mp4')} /><OffthreadVideo src={staticFile('c.mp4')} trimBefore={30} playbackRate={2} />
          <AnimatedImage src={staticFile('d.gif')} width={10} height={10} fit=\"contain\" /><Img src={staticFile('e.png')} />
        </Sequence>;",
        45,
    );
    let heard: Vec<_> =
        frame.sounds.iter().map(|sound| (sound.src.as_str(), sound.volume, sound.position)).collect();
    assert_eq!(heard, [("a.mp3", 1.0, 1.0), ("b.mp3", 0.5, 1.0), ("b.mp4", 1.0, 1.0), ("c.mp4", 1.0, 3.0)]);
    let shown: Vec<_> = frame
        .elements
        .iter()
        .map(|element| {
            let scene::Element::Tag(tag) = element else { panic!("{element:?}") };
            let time = tag.attributes.iter().find(|(name, _)| name == "time").map_or("", |(_, time)| time);
            (tag.name.as_str(), time)
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("video", "1000000000"),
            ("video", "1000000000"),
            ("video", "3000000000"),
            ("gif", "1000000000"),
            ("img", "")
        ]
    );
}

#[test]
fn icons_and_transitions() {
    let warnings = is_lime(
        "import {AbsoluteFill} from 'remotion';
        import {Icon} from '@iconify/react';
        import {TransitionSeries, linearTiming, springTiming} from '@remotion/transitions';
        import {fade} from '@remotion/transitions/fade';
        import {slide} from '@remotion/transitions/slide';
        import {wipe} from '@remotion/transitions/wipe';
        import {none} from '@remotion/transitions/none';
        import {clockWipe} from '@remotion/transitions/clock-wipe';
        import {iris} from '@remotion/transitions/iris';
        const timing = linearTiming({durationInFrames: 4});
        const Fill = () => <AbsoluteFill style={{backgroundColor: 'lime'}}><Icon icon=\"mdi:square\" width={10} color=\"lime\" /></AbsoluteFill>;
        export default () => <TransitionSeries>
          {[fade(), slide({direction: 'from-left'}), wipe(), none(), clockWipe({width: 100, height: 60}), iris({width: 100, height: 60})].flatMap((presentation: any, i) => [
            <TransitionSeries.Sequence key={i} durationInFrames={10}><Fill /></TransitionSeries.Sequence>,
            <TransitionSeries.Transition key={`t${i}`} presentation={presentation} timing={i === 1 ? springTiming({durationInFrames: 4}) : timing} />,
          ])}
          <TransitionSeries.Sequence durationInFrames={10}><Fill /></TransitionSeries.Sequence>
        </TransitionSeries>;",
        28,
    );
    assert_eq!(warnings, []);
}

#[test]
fn react_as_scenes_use_it() {
    let warnings = is_lime(
        "import React, {useState, useMemo, useCallback, useRef, useContext, useReducer, useId, createContext, memo, forwardRef, Fragment, Children, cloneElement, isValidElement} from 'react';
        import {AbsoluteFill} from 'remotion';
        const Colour = createContext('red');
        const Leaf = memo(forwardRef<HTMLDivElement, {}>((_props, ref) => <AbsoluteFill ref={ref} style={{backgroundColor: useContext(Colour)}} />));
        export default () => {
          const [count, setCount] = useState(() => 0);
          if (count < 2) setCount((n) => n + 1);
          const [sum] = useReducer((a: number, b: number) => a + b, 3);
          const twice = useMemo(() => count * 2, [count]);
          const call = useCallback(() => twice, [twice]);
          const ref = useRef<HTMLDivElement>(null);
          must('hooks', count < 2 || call() === 4 && sum === 3 && useId().length > 1 && ref.current === null);
          must('children', Children.toArray([<i key=\"a\" />, null, 'b']).length === 2 && isValidElement(cloneElement(<i />, {title: 'x'})));
          return <Fragment><React.Fragment><Colour.Provider value=\"lime\"><Leaf ref={ref} /></Colour.Provider></React.Fragment></Fragment>;
        };",
        0,
    );
    assert_eq!(warnings, []);
}
