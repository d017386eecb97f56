use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use crate::Rate;

/// A film of numbered greys without an ffmpeg, and a record of from where it was played.
#[derive(Clone)]
struct Greys {
    film: Film,
    /// The pictures that there are.
    there: u32,
    played: Rc<RefCell<Vec<u32>>>,
}

impl Assets for Greys {
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        Err(assets::problem(name, "is no picture"))
    }

    fn film(&mut self, _: &str) -> Result<Film, Problem> {
        Ok(self.film)
    }

    fn play(&mut self, _: &str, from: u32) -> Result<Box<dyn Read + Send>, Problem> {
        self.played.borrow_mut().push(from);
        let bytes = self.film.picture_bytes();
        let raw: Vec<u8> =
            (from..self.there).flat_map(|number| vec![u8::try_from(number).unwrap(); bytes]).collect();
        Ok(Box::new(std::io::Cursor::new(raw)))
    }
}

fn greys(there: u32) -> (Films, Greys) {
    let film =
        Film { width: 4, height: 2, fps: Rate { num: 30, den: 1 }, frames: 120, alpha: true, sound: false };
    (Films::default(), Greys { film, there, played: Rc::default() })
}

/// The number that a picture shows. All four bytes have it, and premultiplied it is squared.
fn number(picture: &ImageSource) -> u32 {
    let ImageSource::Bitmap(buffer) = picture else { panic!("a bitmap") };
    u32::from(buffer.data()[3])
}

fn seen(films: &mut Films, greys: &mut Greys, at: u32) -> Result<u32, Problem> {
    films.begin();
    films.picture(greys, "a", at).map(|picture| number(&picture))
}

#[test]
fn forwards_a_film_is_read_once() {
    let (mut films, mut greys) = greys(120);
    for at in [0, 1, 1, 2, 10, 40, 41] {
        assert_eq!(seen(&mut films, &mut greys, at).unwrap(), at);
    }
    assert_eq!(*greys.played.borrow(), [0]);
}

#[test]
fn backwards_and_far_away_it_is_entered_anew_unless_it_was_just_seen() {
    let (mut films, mut greys) = greys(120);
    for at in [50, 51, 50, 51, 52, 3, 4, 119] {
        assert_eq!(seen(&mut films, &mut greys, at).unwrap(), at);
    }
    assert_eq!(*greys.played.borrow(), [50, 3, 119]);
}

#[test]
fn a_film_in_two_places_of_a_frame_is_read_twice() {
    let (mut films, mut greys) = greys(120);
    for at in 0..20 {
        films.begin();
        for place in [at, at + 30] {
            assert_eq!(number(&films.picture(&mut greys, "a", place).unwrap()), place);
        }
    }
    assert_eq!(*greys.played.borrow(), [0, 30]);
}

#[test]
fn only_so_many_are_open_and_so_much_is_kept() {
    let (mut films, mut greys) = greys(120);
    films.begin();
    for place in 0..40 {
        films.picture(&mut greys, &format!("film {place}"), 5).unwrap();
    }
    assert_eq!(films.open.len(), MOST_OPEN);
    greys.film = Film { width: 4_000, height: 2_000, ..greys.film };
    for place in 0..5 {
        films.picture(&mut greys, &format!("large {place}"), 118).unwrap();
    }
    assert!(films.shown.iter().map(|one| one.bytes).sum::<usize>() <= KEPT);
}

#[test]
fn a_film_that_ends_a_little_early_keeps_its_last_picture_however_it_is_entered() {
    let (mut films, mut one) = greys(118);
    assert_eq!(seen(&mut films, &mut one, 117).unwrap(), 117);
    assert_eq!(seen(&mut films, &mut one, 119).unwrap(), 117, "it was read up to there");
    let (mut films, mut one) = greys(118);
    assert_eq!(seen(&mut films, &mut one, 119).unwrap(), 117, "it was entered behind its end");
}

#[test]
fn a_film_that_ends_far_too_early_is_damaged_however_it_is_entered() {
    let told = |before: &[u32]| {
        let (mut films, mut one) = greys(60);
        for at in before {
            seen(&mut films, &mut one, *at).unwrap();
        }
        seen(&mut films, &mut one, 90).unwrap_err().to_string()
    };
    let problem = told(&[]);
    assert!(problem.contains("no picture at 3.00 of its 4.00 seconds"), "{problem}");
    assert_eq!((told(&[58, 59]), told(&[0])), (problem.clone(), problem));
}
