use super::*;

const FILM: Film =
    Film { width: 5, height: 3, fps: Rate { num: 24, den: 1 }, frames: 48, alpha: false, sound: false };

#[test]
fn the_picture_of_a_time_is_the_last_that_has_begun() {
    for number in 0..48_u32 {
        let begins = f64::from(number) / 24.0;
        // As scene code hands it over.
        let rounded: f64 = format!("{begins:.4}").parse().unwrap();
        assert_eq!((FILM.picture_at(begins), FILM.picture_at(rounded)), (number, number));
        assert_eq!(FILM.picture_at(begins + 0.040), number, "it stays until the next");
    }
    assert_eq!((FILM.picture_at(2.0), FILM.picture_at(1e12), FILM.picture_at(f64::INFINITY)), (47, 47, 47));
    assert_eq!((FILM.picture_at(-1.0), FILM.picture_at(f64::NAN)), (0, 0));
}

#[test]
fn a_loop_begins_again_where_it_began() {
    let near = |left: f64, right: f64| assert!((left - right).abs() < 1e-9, "{left} {right}");
    near(looped(1.5, 0.0, 2.0), 1.5);
    near(looped(2.0, 0.0, 2.0), 0.0);
    near(looped(1.999_95, 0.0, 2.0), 0.0);
    near(looped(5.25, 0.5, 2.0), 0.75);
    near(looped(9.0, 2.0, 2.0), 9.0);
}

#[test]
fn a_picture_of_odd_sides_has_its_halves_rounded_up() {
    assert_eq!(FILM.picture_bytes(), 15 + 2 * 3 * 2);
    assert_eq!(Film { alpha: true, ..FILM }.picture_bytes(), 60);
    assert!((FILM.seconds() - 2.0).abs() < 1e-9);
}
