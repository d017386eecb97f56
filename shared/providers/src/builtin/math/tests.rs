use super::*;

#[test]
fn agrees_with_the_standard_library() {
    for step in -400_i16..400 {
        let x = f32::from(step) * 0.037;
        assert!((sin(x) - x.sin()).abs() < 1e-5, "sin {x}");
        assert!((cos(x) - x.cos()).abs() < 1e-5, "cos {x}");
        assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp {x}");
        assert!((cbrt(x) - x.cbrt()).abs() < 1e-5, "cbrt {x}");
        assert!((floor(x) - x.floor()).abs() < f32::EPSILON, "floor {x}");
        let positive = x.abs() + 0.001;
        assert!((ln(positive) - positive.ln()).abs() < 1e-5, "ln {positive}");
    }
    assert!((pow(0.5, 2.2) - 0.5_f32.powf(2.2)).abs() < 1e-5);
}

#[test]
fn extremes_stay_finite() {
    assert_eq!(exp(-1e9).to_bits(), 0.0_f32.to_bits());
    assert!(exp(1e9).is_finite());
    assert!(ln(0.0).is_finite());
    assert_eq!(unit(f32::NAN).to_bits(), 0.0_f32.to_bits());
}
