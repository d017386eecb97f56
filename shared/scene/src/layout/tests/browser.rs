//! What a browser does by itself.

use super::*;

fn text(text: &str) -> Element {
    Element::Text(text.to_owned())
}

fn block(style: &[(&str, &str)]) -> Element {
    tag("div", style, vec![])
}

const LINE: [(&str, &str); 3] = [("font-size", "20px"), ("line-height", "20px"), ("font-family", "Inter")];

#[test]
fn a_break_begins_a_line() {
    let lines = |middle| Page::of(&[tag("div", &LINE, vec![text("HHH"), middle, text("HHH")])]);
    let two = lines(tag("br", &[], vec![]));
    let below = |page: &Page| (0..80).filter(|x| page.at(*x, 30)[0] < 128).count();
    assert!(below(&two) > 3, "{}", below(&two));
    assert_eq!(below(&lines(tag("i", &[], vec![]))), 0);
}

#[test]
fn a_button_is_a_box_with_its_words_in_the_middle() {
    let style = [("width", "60px"), ("height", "50px"), ("background", "white"), ("border", "0")];
    let page = Page::of(&[tag("div", &[], vec![tag("button", &style, vec![text("HH")])])]);
    let is_ink = |x: usize, y: usize| page.at(x, y)[0] < 128;
    let rows: Vec<usize> = (0..50).filter(|y| (0..60).any(|x| is_ink(x, *y))).collect();
    let columns: Vec<usize> = (0..60).filter(|x| (0..50).any(|y| is_ink(*x, y))).collect();
    for (seen, middle) in [(rows, 24), (columns, 29)] {
        let (first, last) = (seen[0], seen[seen.len() - 1]);
        assert!(usize::midpoint(first, last).abs_diff(middle) <= 2, "{first} to {last}");
    }
}

#[test]
fn a_rule_is_a_line() {
    assert!(Page::of(&[tag("div", &[], vec![tag("hr", &[], vec![])])]).0.iter().any(|byte| *byte < 160));
}

#[test]
fn a_cell_spans_columns() {
    let cell = |width: &'static str, colour: &'static str| {
        tag("td", &[("padding", "0"), ("height", "20px"), ("width", width), ("background", colour)], vec![])
    };
    let rows = vec![
        tag("tr", &[], vec![with(cell("60px", "red"), &[("colspan", "2")])]),
        tag("tr", &[], vec![cell("30px", "blue"), cell("30px", "lime")]),
    ];
    let page = Page::of(&[tag("table", &[("border-spacing", "0")], rows)]);
    assert_eq!((page.at(5, 10), page.at(55, 10)), (RED, RED));
    assert_eq!((page.at(5, 30), page.at(55, 30)), ([0, 0, 255], [0, 255, 0]));
}

#[test]
fn a_list_in_a_list_has_no_margins() {
    let item = |children| tag("li", &[("height", "10px"), ("list-style", "none")], children);
    let mark = tag("div", &[("height", "10px"), ("background", "red")], vec![]);
    let inner = tag("ul", &[("padding", "0")], vec![item(vec![mark])]);
    let page = Page::of(&[tag("ul", &[("margin", "0"), ("padding", "0")], vec![item(vec![inner])])]);
    assert_eq!(page.at(40, 5), RED);
}

#[test]
fn what_flows_in_a_line_has_effects_too() {
    let page = |effect: (&str, &str)| {
        let span = tag("span", &[effect], vec![text("HH")]);
        Page::of(&[tag("div", &LINE, vec![text("a"), span])])
    };
    assert!(page(("filter", "opacity(0)")).ink() < page(("color", "black")).ink());
    assert!(page(("clip-path", "inset(50%)")).ink() < page(("color", "black")).ink());
}

#[test]
fn what_would_scroll_is_cut_off() {
    for overflow in ["auto", "scroll", "hidden auto"] {
        let tall = block(&[("height", "50px"), ("background", "red")]);
        let page = Page::of(&[tag("div", &[("height", "20px"), ("overflow", overflow)], vec![tall])]);
        assert_eq!((page.at(5, 10), page.at(5, 40)), (RED, WHITE), "{overflow}");
    }
}

#[test]
fn normal_spacing_is_none() {
    let inner = |spacing| {
        let span = tag("span", &[("letter-spacing", spacing)], vec![text("HHH")]);
        Page::of(&[tag("div", &[("font-size", "10px"), ("letter-spacing", "12px")], vec![span])])
    };
    assert!(inner("normal").0 == inner("0").0);
    assert!(inner("normal").0 != inner("12px").0);
}

#[test]
fn lines_of_several_elements_are_clamped() {
    let style = [
        &LINE[..],
        &[
            ("display", "-webkit-box"),
            ("-webkit-line-clamp", "1"),
            ("-webkit-box-orient", "vertical"),
            ("overflow", "hidden"),
        ],
    ]
    .concat();
    let words = vec![text("HHH "), tag("b", &[], vec![text("HHH HHH")]), text(" HHH HHH")];
    let page = Page::of(&[tag("div", &style, words)]);
    assert!((0..80).all(|x| page.at(x, 30) == WHITE), "there is a second line");
    assert!((40..70).any(|x| page.at(x, 10)[0] < 128), "the line ends early");
}

#[test]
fn classes_keep_their_old_names() {
    let class = |class: &str, children| {
        let Element::Tag(plain) = tag("div", &[], children) else { unreachable!() };
        Element::Tag(Tag { class: class.to_owned(), ..plain })
    };
    let page = |name: &str| Page::of(&[class(&format!("w-20 h-5 {name} from-red-500 to-blue-500"), vec![])]);
    assert!(page("bg-gradient-to-r").0 == page("bg-linear-to-r").0);
    assert!(page("bg-gradient-to-r").0 != page("").0);
    let ring = Page::of(&[class("m-4 w-10 h-5 ring-4 ring-red-500", vec![])]);
    assert!(ring.at(14, 26)[1] < 120 && ring.at(14, 26)[0] > 200, "{:?}", ring.at(14, 26));
    assert_eq!((ring.at(30, 26), ring.at(8, 26)), (WHITE, WHITE));
    let mark = || block(&[("width", "10px"), ("height", "10px"), ("background", "red")]);
    let row = Page::of(&[class("flex space-x-4", vec![mark(), mark()])]);
    assert_eq!((row.at(5, 5), row.at(18, 5), row.at(30, 5)), (RED, WHITE, RED));
}

#[test]
fn a_sheet_styles_what_it_selects() {
    let Element::Tag(plain) = tag("div", &[("width", "40px"), ("height", "40px")], vec![]) else {
        unreachable!()
    };
    let named = Element::Tag(Tag { class: "card".to_owned(), ..plain });
    let sheet = |css: &str| tag("style", &[], vec![text(css)]);
    let page = Page::of(&[sheet(".card { background: red; } .other { display: none }"), named]);
    assert_eq!((page.at(20, 20), page.at(60, 20)), (RED, WHITE));
}

#[test]
fn layers_of_a_background_end_in_boxes_of_their_own() {
    let border = [
        ("width", "60px"),
        ("height", "40px"),
        ("border", "10px solid transparent"),
        ("border-radius", "12px"),
    ];
    let gradient = "linear-gradient(red, red)";
    let short = format!("linear-gradient(lime, lime) padding-box, {gradient} border-box");
    let images = format!("linear-gradient(lime, lime), {gradient}");
    let backgrounds: [&[(&str, &str)]; 2] = [
        &[("background", &short)],
        &[
            ("background-image", &images),
            ("background-origin", "border-box"),
            ("background-clip", "padding-box, border-box"),
        ],
    ];
    for background in backgrounds {
        let style = [&border[..], background].concat();
        let page = Page::of(&[tag("div", &style, vec![text("HHH")])]);
        assert_eq!((page.at(30, 5), page.at(5, 20), page.at(70, 20)), (RED, RED, WHITE), "{background:?}");
        assert_eq!(page.at(48, 28), [0, 255, 0], "{background:?}");
        assert!(
            page.0.chunks(4).any(|pixel| pixel[..3] == [0, 0, 0]),
            "what is in it is hidden: {background:?}"
        );
    }
}

#[test]
fn a_drawing_shows_the_pictures_that_it_names() {
    let mut red = Vec::new();
    let pixels = image::RgbImage::from_pixel(2, 2, image::Rgb([255, 0, 0]));
    pixels.write_to(&mut std::io::Cursor::new(&mut red), image::ImageFormat::Png).unwrap();
    let shelf = Shelf(std::iter::once(("red.png".to_owned(), red)).collect());
    let size = [("width", "40"), ("height", "40")];
    let picture = |name| with(tag("image", &[], vec![]), &[&size[..], &[("href", name)]].concat());
    let svg =
        |name| with(tag("svg", &[("display", "block")], vec![tag("g", &[], vec![picture(name)])]), &size);
    let (mut pictures, mut layout) = (Pictures::new(Box::new(shelf)), Layout::new());
    let scene = layout.lay_out(vec![svg("red.png")], CANVAS, &mut pictures).unwrap();
    let page = Page(Painter::new(CANVAS.width, CANVAS.height).paint(scene).unwrap().rgba.to_vec());
    assert_eq!((page.at(20, 20), page.at(60, 20)), (RED, WHITE));
    let problem = layout.lay_out(vec![svg("blue.png")], CANVAS, &mut pictures).err().unwrap();
    assert!(problem.to_string().contains("blue.png"), "{problem}");
}

#[test]
fn what_is_hidden_takes_no_place() {
    let mark = |colour| block(&[("height", "10px"), ("background", colour)]);
    let page = Page::of(&[with(mark("blue"), &[("hidden", "")]), mark("red")]);
    assert_eq!((page.at(40, 5), page.at(40, 15)), (RED, WHITE));
}

#[test]
fn a_background_is_placed_from_any_edge() {
    let page = |position| {
        let style = [
            ("width", "60px"),
            ("height", "40px"),
            ("background-image", "linear-gradient(red, red)"),
            ("background-size", "10px 10px"),
            ("background-repeat", "no-repeat"),
            ("background-position", position),
        ];
        Page::of(&[block(&style)])
    };
    for position in ["right 20px bottom 10px", "bottom 10px right 20px", "left 30px top 20px"] {
        let page = page(position);
        assert_eq!((page.at(35, 25), page.at(28, 25), page.at(35, 18)), (RED, WHITE, WHITE), "{position}");
    }
}

#[test]
fn a_quotation_has_its_marks() {
    let ink = |name| {
        let page = Page::of(&[tag("div", &LINE, vec![tag(name, &[], vec![text("HH")])])]);
        (0..80).filter(|x| (0..20).any(|y| page.at(*x, y)[0] < 128)).count()
    };
    assert!(ink("q") > ink("i") + 5);
}

#[test]
fn a_field_shows_its_value_or_what_it_asks_for() {
    let field = |attributes: &[(&str, &str)]| {
        let style = [("width", "70px"), ("height", "40px"), ("border", "0"), ("font-size", "20px")];
        let page = Page::of(&[tag("div", &LINE, vec![with(tag("input", &style, vec![]), attributes)])]);
        let darkest = |y: usize| (0..70).map(|x| page.at(x, y)[0]).min().unwrap();
        let rows: Vec<usize> = (0..40).filter(|y| darkest(*y) < 200).collect();
        (rows.first().copied(), rows.last().copied(), (0..40).map(darkest).min().unwrap())
    };
    let (first, last, darkest) = field(&[("value", "HHH"), ("placeholder", "")]);
    let (first, last) = (first.unwrap(), last.unwrap());
    assert!(usize::midpoint(first, last).abs_diff(20) <= 2, "in the middle: {first} to {last}");
    assert!(darkest < 40, "{darkest}");
    let (_, _, asked) = field(&[("value", ""), ("placeholder", "HHH")]);
    assert!((90..140).contains(&asked), "paler: {asked}");
    assert_eq!(field(&[("type", "number"), ("placeholder", "HHH")]).2, asked, "no number, and shown");
    assert_eq!(field(&[("type", "checkbox"), ("value", "HHH")]).0, None);
}
