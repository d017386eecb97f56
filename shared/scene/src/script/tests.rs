use serde_json::{Value, json};

use super::Script;
use crate::{Canvas, Element, Frame, Limits, Problem, Tag, compile};

mod golden;
mod hostile;

const CANVAS: Canvas = Canvas { width: 1_920, height: 1_080, fps: 30, frames: 150 };

fn opened(tsx: &str) -> Result<Script, Problem> {
    let module = compile("scene.tsx", tsx).map_err(|diagnostics| Problem::Compile { diagnostics })?;
    Script::open(&module, &Value::Null, &Limits::default())
}

fn frame(tsx: &str, n: u32) -> Frame {
    opened(tsx).unwrap().frame(n, CANVAS).unwrap()
}

fn only(frame: &Frame) -> &Tag {
    match frame.elements.as_slice() {
        [Element::Tag(tag)] => tag,
        other => panic!("one tag, not {other:?}"),
    }
}

fn style<'t>(tag: &'t Tag, name: &str) -> &'t str {
    tag.style.iter().rfind(|(known, _)| known == name).map_or("", |(_, value)| value)
}

#[test]
fn the_reference_scene_has_its_bars_and_its_list() {
    let frame = frame(include_str!("tests/dashboard.tsx"), 60);
    let text = format!("{:?}", frame.elements);
    assert!(text.contains("Annual performance"));
    assert_eq!(text.matches("revenue").count(), 9);
    assert_eq!(text.matches("mdi:chart-line").count(), 4);
    assert!(frame.warnings.is_empty());
}

#[test]
fn styles_are_css() {
    let frame = frame(
        "export default () => <p className=\"big\" style={{marginTop: 4, opacity: 1 / 3, WebkitTextStroke: '1px red', \
         zIndex: 2, transform: `scale(${1 / 3})`}}>a{1}</p>;",
        0,
    );
    let tag = only(&frame);
    assert_eq!((tag.name.as_str(), tag.class.as_str()), ("p", "big"));
    assert_eq!(style(tag, "margin-top"), "4px");
    assert_eq!(style(tag, "opacity"), "0.3333");
    assert_eq!(style(tag, "z-index"), "2");
    assert_eq!(style(tag, "-webkit-text-stroke"), "1px red");
    assert_eq!(style(tag, "transform"), "scale(0.3333)");
    assert_eq!(tag.children, [Element::Text("a".into()), Element::Text("1".into())]);
}

#[test]
fn a_sequence_shows_its_children_in_its_time_and_counts_from_its_start() {
    let tsx = "import {Sequence, useCurrentFrame} from 'remotion';
        const At = () => <b>{useCurrentFrame()}</b>;
        export default () => <Sequence from={10} durationInFrames={5} layout=\"none\"><At /></Sequence>;";
    let mut script = opened(tsx).unwrap();
    assert_eq!(script.meta().end, Some(15.0));
    let mut shown = |n| script.frame(n, CANVAS).unwrap().elements.len();
    assert_eq!([shown(9), shown(10), shown(14), shown(15)], [0, 1, 1, 0]);
    assert_eq!(only(&script.frame(12, CANVAS).unwrap()).children, [Element::Text("2".into())]);
}

#[test]
fn a_module_says_how_long_it_is() {
    let tsx = "export const meta = {durationInFrames: 90, fps: 25, width: 640, height: 360};
        export default () => <p>x</p>;";
    let meta = opened(tsx).unwrap().meta();
    assert_eq!(
        (meta.frames, meta.fps, meta.width, meta.height),
        (Some(90.0), Some(25.0), Some(640.0), Some(360.0))
    );
}

#[test]
fn a_sound_has_its_volume_and_its_place() {
    let tsx = "import {Audio, Sequence, staticFile} from 'remotion';
        export default () => <Sequence from={30}><Audio src={staticFile('a.mp3')} trimBefore={15} volume={(f) => f / 30} /></Sequence>;";
    let frame = frame(tsx, 45);
    assert_eq!(frame.sounds.len(), 1);
    let sound = &frame.sounds[0];
    assert_eq!((sound.src.as_str(), sound.volume, sound.position), ("a.mp3", 0.5, 1.0));
}

#[test]
fn a_transition_overlaps_its_sequences() {
    let tsx = "import {TransitionSeries, linearTiming} from '@remotion/transitions';
        import {fade} from '@remotion/transitions/fade';
        export default () => <TransitionSeries>
          <TransitionSeries.Sequence durationInFrames={40}><i>one</i></TransitionSeries.Sequence>
          <TransitionSeries.Transition presentation={fade()} timing={linearTiming({durationInFrames: 20})} />
          <TransitionSeries.Sequence durationInFrames={40}><i>two</i></TransitionSeries.Sequence>
        </TransitionSeries>;";
    let mut script = opened(tsx).unwrap();
    assert_eq!(script.meta().end, Some(60.0));
    let text = format!("{:?}", script.frame(30, CANVAS).unwrap().elements);
    assert!(
        text.contains("one") && text.contains("two") && text.contains("(\"opacity\", \"0.5\")"),
        "{text}"
    );
    let text = format!("{:?}", script.frame(50, CANVAS).unwrap().elements);
    assert!(!text.contains("one") && text.contains("two"), "{text}");
}

#[test]
fn a_spring_ends_after_its_transition() {
    let tsx = "import {TransitionSeries, springTiming} from '@remotion/transitions';
        import {slide} from '@remotion/transitions/slide';
        export default () => <TransitionSeries>
          <TransitionSeries.Sequence durationInFrames={60}><i>one</i></TransitionSeries.Sequence>
          <TransitionSeries.Transition presentation={slide({direction: 'from-right'})} timing={springTiming({config: {damping: 200}, durationInFrames: 24})} />
          <TransitionSeries.Sequence durationInFrames={60}><i>two</i></TransitionSeries.Sequence>
        </TransitionSeries>;";
    let mut script = opened(tsx).unwrap();
    let mut text = |n| format!("{:?}", script.frame(n, CANVAS).unwrap().elements);
    // The first part is gone, and the second has 0.4 % of its way left.
    let last = text(60);
    assert!(!last.contains("one") && last.contains("translateX(0.4"), "{last}");
    assert!(text(61).contains("translateX(0%)"), "{}", text(61));
}

#[test]
fn properties_reach_the_component() {
    let module = compile("scene.tsx", "export default ({name}: {name: string}) => <p>{name}</p>;").unwrap();
    let mut script = Script::open(&module, &json!({"name": "Ada"}), &Limits::default()).unwrap();
    assert_eq!(only(&script.frame(0, CANVAS).unwrap()).children, [Element::Text("Ada".into())]);
}

#[test]
fn what_is_thrown_is_told_with_its_place_in_the_source() {
    let tsx = "type A = {b: string};\n\nexport default () => {\n  const list: A[] = [];\n  return <p>{list[0].b}</p>;\n};\n";
    let problem = opened(tsx).unwrap().frame(3, CANVAS).unwrap_err();
    let Problem::Threw { at: Some(at), frame, .. } = problem else { panic!("{problem:?}") };
    assert_eq!((at.file.as_str(), at.line, frame), ("scene.tsx", 5, Some(3)));
}

#[test]
fn an_icon_is_styled_by_its_properties() {
    let icon = |properties: &str| {
        only(&frame(
            &format!(
                "import {{Icon}} from '@iconify/react'; export default () => <Icon icon=\"mdi:heart\" {properties} />;"
            ),
            0,
        ))
        .clone()
    };
    let has = |tag: &Tag, name: &str| {
        tag.attributes.iter().find(|(known, _)| known == name).map(|(_, v)| v.clone())
    };
    assert_eq!(style(&icon("color=\"#6366f1\""), "color"), "#6366f1");
    assert_eq!(style(&icon("style={{color: 'red'}} color=\"blue\""), "color"), "red");
    assert_eq!(style(&icon("inline"), "vertical-align"), "-0.125em");
    assert_eq!(style(&icon("fontSize={40}"), "font-size"), "40px");
    for (given, turns) in
        [("{1}", Some("1")), ("'90deg'", Some("1")), ("'75%'", Some("3")), ("{-1}", Some("3")), ("{4}", None)]
    {
        let given = given.trim_start_matches('{').trim_end_matches('}');
        assert_eq!(has(&icon(&format!("rotate={{{given}}}")), "rotate").as_deref(), turns, "{given}");
    }
    for given in ["hFlip", "hFlip={true}", "flip=\"horizontal\"", "flip=\"vertical,horizontal\""] {
        assert!(has(&icon(given), "hflip").is_some(), "{given}");
    }
    assert_eq!(has(&icon("hFlip={false} vFlip"), "hflip"), None);
    let plain = icon("mode=\"svg\" ssr onLoad={() => {}} className=\"p-2\" customise={(c) => c}");
    assert_eq!(plain.class, "p-2");
    assert_eq!(plain.attributes, [("icon".to_owned(), "mdi:heart".to_owned())]);
}
