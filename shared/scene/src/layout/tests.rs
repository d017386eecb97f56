mod browser;

use raster::Painter;

use super::*;
use crate::Tag;
use crate::assets::tests::Shelf;

const CANVAS: Canvas = Canvas { width: 80, height: 60, fps: 30, frames: 1 };

fn tag(name: &str, style: &[(&str, &str)], children: Vec<Element>) -> Element {
    let style = style.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Element::Tag(Tag { name: name.to_owned(), style, children, ..Tag::default() })
}

fn with(element: Element, attributes: &[(&str, &str)]) -> Element {
    let Element::Tag(tag) = element else { return element };
    let attributes =
        attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Element::Tag(Tag { attributes, ..tag })
}

/// A painted page.
struct Page(Vec<u8>);

impl Page {
    #[track_caller]
    fn of(elements: &[Element]) -> Self {
        let mut pictures = Pictures::new(Box::new(Shelf::default()));
        let mut layout = Layout::new();
        let scene = layout.lay_out(elements.to_vec(), CANVAS, &mut pictures).unwrap();
        Self(Painter::new(CANVAS.width, CANVAS.height).paint(scene).unwrap().rgba.to_vec())
    }

    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let start = (y * CANVAS.width as usize + x) * 4;
        [self.0[start], self.0[start + 1], self.0[start + 2]]
    }

    /// How many pixels are darker than the middle.
    fn ink(&self) -> usize {
        self.0.chunks(4).filter(|pixel| pixel[0] < 128).count()
    }
}

const RED: [u8; 3] = [255, 0, 0];
const WHITE: [u8; 3] = [255, 255, 255];

#[test]
fn a_composition_is_a_column_as_tall_as_its_canvas() {
    let box_ = |colour| tag("div", &[("flex", "1"), ("background-color", colour)], vec![]);
    let page = Page::of(&[box_("red"), box_("blue")]);
    assert_eq!((page.at(0, 0), page.at(79, 29), page.at(79, 59)), (RED, RED, [0, 0, 255]));
}

#[test]
fn the_size_of_a_box_includes_its_border() {
    let style = [("width", "40px"), ("height", "30px"), ("border", "10px solid red"), ("background", "blue")];
    let page = Page::of(&[tag("div", &style, vec![])]);
    assert_eq!((page.at(39, 29), page.at(41, 29), page.at(20, 15)), (RED, WHITE, [0, 0, 255]));
}

#[test]
fn texts_beside_each_other_are_one_text() {
    let text = |text: &str| Element::Text(text.to_owned());
    let style = [("font-size", "20px"), ("white-space", "nowrap")];
    let whole = Page::of(&[tag("div", &style, vec![text("50 %")])]);
    let parts = Page::of(&[tag("div", &style, vec![text("50"), text(" "), text("%")])]);
    assert!(whole.ink() > 40, "{}", whole.ink());
    assert!(whole.0 == parts.0);
}

#[test]
fn a_heading_looks_as_in_a_browser() {
    let page = |name| Page::of(&[tag(name, &[("margin", "0")], vec![Element::Text("Hi".to_owned())])]);
    assert!(page("h1").ink() > page("p").ink() * 2, "{} and {}", page("h1").ink(), page("p").ink());
}

#[test]
fn an_icon_is_one_em_tall_and_has_the_colour_of_the_text() {
    let icon = |attributes: &[(&str, &str)]| {
        let icon = with(tag("icon", &[], vec![]), attributes);
        Page::of(&[tag("div", &[("font-size", "40px"), ("line-height", "1"), ("color", "red")], vec![icon])])
    };
    let square = icon(&[("icon", "mdi:square")]);
    assert_eq!((square.at(20, 20), square.at(60, 20)), (RED, WHITE));
    let small = icon(&[("icon", "mdi:square"), ("width", "16"), ("height", "16")]);
    let count = |page: &Page| page.0.chunks(4).filter(|pixel| pixel[..3] == RED).count();
    assert!(count(&small) * 4 < count(&square), "{} of {}", count(&small), count(&square));
}

#[test]
fn an_icon_that_nobody_drew_is_told_with_its_neighbours() {
    let icon = with(tag("icon", &[], vec![]), &[("icon", "mdi:squaer")]);
    let mut pictures = Pictures::new(Box::new(Shelf::default()));
    let problem = Layout::new().lay_out(vec![icon], CANVAS, &mut pictures).err().unwrap();
    let Problem::Icon { near, .. } = &problem else { panic!("{problem:?}") };
    assert!(near.contains(&"mdi:square".to_owned()), "{near:?}");
}

#[test]
fn a_drawing_is_drawn() {
    let circle = with(tag("circle", &[], vec![]), &[("cx", "5"), ("cy", "5"), ("r", "5"), ("fill", "red")]);
    let svg = with(
        tag("svg", &[("display", "block")], vec![circle]),
        &[("viewBox", "0 0 10 10"), ("width", "40"), ("height", "40")],
    );
    let page = Page::of(&[svg]);
    assert_eq!((page.at(20, 20), page.at(1, 1), page.at(60, 20)), (RED, WHITE, WHITE));
}

#[test]
fn classes_are_those_of_tailwind() {
    let Element::Tag(plain) = tag("div", &[], vec![]) else { unreachable!() };
    let page =
        Page::of(&[Element::Tag(Tag { class: "w-10 h-5 bg-red-500 no-such-class".to_owned(), ..plain })]);
    assert_eq!(page.at(45, 10), WHITE);
    let [red, green, blue] = page.at(20, 10);
    assert!(red > 200 && green < 100 && blue < 110, "{red} {green} {blue}");
}

#[test]
fn words_are_words_whatever_is_in_them() {
    let text = |text: &str| tag("div", &[("font-size", "14px")], vec![Element::Text(text.to_owned())]);
    assert!(Page::of(&[text("<b>&amp;</b>")]).ink() > Page::of(&[text("b")]).ink() * 3);
}

/// A page with one word in a font.
fn word(text: &str, family: &str) -> Page {
    let style = [("font-size", "20px"), ("white-space", "nowrap"), ("font-family", family)];
    Page::of(&[tag("div", &style, vec![Element::Text(text.to_owned())])])
}

#[test]
fn fonts_of_systems_look_like_those_that_are_here() {
    let kinds = [
        ("Inter", "system-ui"),
        ("Inter", "'Segoe UI', Georgia"),
        ("JetBrains Mono", "Menlo"),
        ("JetBrains Mono", "ui-monospace"),
        ("Source Serif 4", "Georgia"),
    ];
    for (bundled, system) in kinds {
        assert!(word("Hag", bundled).0 == word("Hag", system).0, "{system}");
    }
    assert!(word("Hag", "Inter").0 != word("Hag", "unheard of").0);
}

#[test]
fn a_symbol_is_itself_in_every_font() {
    for family in ["Inter", "JetBrains Mono", "Source Serif 4"] {
        let missing = word("\u{2fff}", family);
        let mut seen = vec![missing];
        for symbol in ["\u{2713}", "\u{2605}", "\u{2192}", "\u{2460}", "\u{2200}", "\u{25b2}", "\u{2318}"] {
            let page = word(symbol, family);
            assert!(page.ink() > 10, "{symbol} {family}");
            assert!(seen.iter().all(|other| other.0 != page.0), "{symbol} looks like another in {family}");
            seen.push(page);
        }
    }
}

#[test]
fn an_emoji_has_colours_in_every_font() {
    let coloured = |page: &Page| {
        let spread = |pixel: &[u8]| pixel[..3].iter().max().zip(pixel[..3].iter().min()).map(|(a, b)| a - b);
        page.0.chunks(4).filter(|pixel| spread(pixel) > Some(60)).count()
    };
    let three = "\u{1f680}\u{1f469}\u{200d}\u{1f4bb}\u{2764}\u{fe0f}";
    let mut seen = 0;
    // One more picture in each step; the worker's two are one.
    for end in [4, 15, 21] {
        let page = word(&three[..end], "JetBrains Mono");
        assert!(coloured(&page) > seen + 50, "{} after {seen} in {end} bytes", coloured(&page));
        seen = coloured(&page);
    }
    assert!(coloured(&word("\u{2705}", "Inter")) > 50);
    assert_eq!(coloured(&word("\u{2764}\u{2714}", "Inter")), 0, "these are text, unless they say otherwise");
}

fn svg(attributes: &[(&str, &str)], style: &[(&str, &str)], children: Vec<Element>) -> Element {
    with(tag("svg", &[&[("display", "block")], style].concat(), children), attributes)
}

fn shape(name: &str, attributes: &[(&str, &str)]) -> Element {
    with(tag(name, &[], vec![]), attributes)
}

#[test]
fn an_icon_is_flipped_turned_and_coloured() {
    // A triangle of which the upper left corner is empty.
    let icon = |more: &[(&str, &str)]| {
        let given = [&[("icon", "mdi:network-strength-4"), ("width", "40"), ("height", "40")], more].concat();
        Page::of(&[with(tag("icon", &[("color", "red"), ("display", "block")], vec![]), &given)])
    };
    let corners = |page: &Page| [(8, 8), (32, 8), (32, 32), (8, 32)].map(|(x, y)| page.at(x, y) == RED);
    assert_eq!(corners(&icon(&[])), [false, true, true, true]);
    assert_eq!(corners(&icon(&[("hflip", "")])), [true, false, true, true]);
    assert_eq!(corners(&icon(&[("vflip", "")])), [true, true, true, false]);
    assert_eq!(corners(&icon(&[("hflip", ""), ("vflip", "")])), [true, true, false, true]);
    assert_eq!(corners(&icon(&[("rotate", "1")])), [true, false, true, true]);
    assert_eq!(corners(&icon(&[("rotate", "3")])), [true, true, true, false]);
    // It is flipped, then turned.
    assert_eq!(corners(&icon(&[("hflip", ""), ("rotate", "1")])), [true, true, false, true]);
}

#[test]
fn dashes_are_parts_of_the_length_that_a_shape_wants_to_have() {
    let line = |attributes: &[(&str, &str)], style: &[(&str, &str)]| {
        let own =
            [("x1", "0"), ("y1", "10"), ("x2", "80"), ("y2", "10"), ("stroke", "red"), ("stroke-width", "8")];
        let line = with(tag("line", style, vec![]), &[&own, attributes].concat());
        let page = Page::of(&[svg(&[("width", "80"), ("height", "60")], &[], vec![line])]);
        (page.at(20, 10) == RED, page.at(60, 10) == RED)
    };
    let whole = ("pathLength", "1");
    assert_eq!(line(&[whole, ("stroke-dasharray", "1")], &[]), (true, true));
    let half = [whole, ("stroke-dasharray", "1"), ("stroke-dashoffset", "0.5")];
    assert_eq!(line(&half, &[]), (true, false));
    assert_eq!(line(&[whole], &[("stroke-dasharray", "1"), ("stroke-dashoffset", "0.5")]), (true, false));
    assert_eq!(line(&[whole, ("stroke-dasharray", "1")], &[("stroke-dashoffset", "-0.5px")]), (false, true));
}

#[test]
fn a_drawing_reaches_out_of_its_box_when_it_says_so() {
    let page = |style: &[(&str, &str)], attribute: &[(&str, &str)], fill: &str| {
        let stop = |at, colour| shape("stop", &[("offset", at), ("stop-color", colour)]);
        let colours =
            with(tag("linearGradient", &[], vec![stop("0", "red"), stop("1", "red")]), &[("id", "g")]);
        let rect =
            shape("rect", &[("x", "-10"), ("y", "-10"), ("width", "30"), ("height", "30"), ("fill", fill)]);
        let own = [&[("width", "10"), ("height", "10")], attribute].concat();
        let drawing = svg(&own, &[&[("margin", "20px")], style].concat(), vec![colours, rect]);
        let page = Page::of(&[drawing]);
        [(25, 25), (12, 12), (38, 38), (8, 25)].map(|(x, y)| page.at(x, y) == RED)
    };
    for fill in ["red", "url(#g)"] {
        assert_eq!(page(&[], &[], fill), [true, false, false, false], "{fill}");
        assert_eq!(page(&[("overflow", "hidden")], &[], fill), [true, false, false, false], "{fill}");
        assert_eq!(page(&[("overflow", "visible")], &[], fill), [true, true, true, false], "{fill}");
        assert_eq!(page(&[], &[("overflow", "visible")], fill), [true, true, true, false], "{fill}");
        // Its box is not on the canvas.
        let away = [
            ("overflow", "visible"),
            ("margin", "0"),
            ("position", "absolute"),
            ("left", "-15px"),
            ("top", "0"),
        ];
        assert!(
            Page::of(&[svg(
                &[("width", "10"), ("height", "10")],
                &away,
                vec![shape("rect", &[("width", "30"), ("height", "30"), ("fill", "red")]),]
            )])
            .at(5, 20)
                == RED
        );
    }
}

#[test]
fn a_drawing_inherits_from_what_is_around_it() {
    let rect = || shape("rect", &[("width", "40"), ("height", "40")]);
    let size = [("width", "40"), ("height", "40")];
    let own = svg(&size, &[("fill", "red")], vec![rect()]);
    assert_eq!(Page::of(&[own]).at(20, 20), RED);
    let outer = tag("div", &[("fill", "red")], vec![svg(&size, &[], vec![rect()])]);
    assert_eq!(Page::of(&[outer]).at(20, 20), RED);
    let words = |style: &[(&str, &str)]| {
        let text = with(tag("text", &[], vec![Element::Text("WWW".to_owned())]), &[("x", "0"), ("y", "30")]);
        Page::of(&[tag("div", style, vec![svg(&[("width", "80"), ("height", "60")], &[], vec![text])])]).ink()
    };
    assert!(words(&[("font-size", "30px"), ("font-weight", "700")]) > words(&[]) * 2);
}

#[test]
fn what_a_drawing_cannot_hold_is_told_once() {
    let mut pictures = Pictures::new(Box::new(Shelf::default()));
    let mut layout = Layout::new();
    for size in ["40", "50"] {
        let page = svg(&[("width", size), ("height", "40")], &[], vec![tag("foreignObject", &[], vec![])]);
        layout.lay_out(vec![page], CANVAS, &mut pictures).unwrap();
    }
    let told = layout.warnings();
    assert_eq!(told.iter().map(|told| told.code.as_str()).collect::<Vec<_>>(), ["svg-unsupported"]);
    assert!(told[0].message.contains("foreignObject"), "{told:?}");
}
