use std::sync::OnceLock;

use super::*;

/// The ffmpeg of the tests, which its installer finds or brings.
pub(crate) fn ffmpeg() -> PathBuf {
    static FOUND: OnceLock<PathBuf> = OnceLock::new();
    FOUND
        .get_or_init(|| {
            // <target>/<profile>/deps/<test>.
            let test = std::env::current_exe().unwrap();
            let target = test.ancestors().nth(3).unwrap();
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra/scene/ffmpeg.py");
            let done = Command::new("python3")
                .arg(script)
                .arg("--into")
                .arg(target.join("ferrotype/ffmpeg"))
                .stderr(Stdio::inherit())
                .output()
                .expect("python3 runs");
            assert!(done.status.success(), "infra/scene/ffmpeg.py failed");
            PathBuf::from(String::from_utf8(done.stdout).unwrap().lines().last().unwrap())
        })
        .clone()
}

/// Makes a file, with what is written as on a command line; what has spaces in it is a filter.
#[track_caller]
pub(crate) fn make(file: &Path, how: &str, filter: &str) {
    let mut command = Command::new(ffmpeg());
    command.args(["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", filter]);
    let done = command.args(how.split_whitespace()).arg(file).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A film whose picture k has the luma 16 + 2 k, without loss.
#[track_caller]
pub(crate) fn counting(file: &Path, rate: &str, pictures: u32, how: &str) {
    let filter = format!(
        "color=black:s=64x36:r={rate},format=yuv420p,trim=end_frame={pictures},geq=lum='16+2*N':cb=128:cr=128,\
         setparams=colorspace=bt709:range=tv"
    );
    make(file, how, &filter);
}

pub(crate) const LOSSLESS: &str = "-c:v libx264 -qp 0 -g 12 -bf 3";

/// A folder with one file of its own.
pub(crate) fn folder() -> (tempfile::TempDir, crate::Folder) {
    let root = tempfile::tempdir().unwrap();
    let folder = crate::Folder::new(root.path()).with_films(ffmpeg());
    (root, folder)
}

mod films {
    use std::io::Read as _;

    use super::*;
    use crate::assets::Assets as _;
    use crate::{Folder, Rate};

    /// The numbers of the pictures from one on, read from their luma; at most so many.
    fn numbers(folder: &mut Folder, name: &str, from: u32, most: usize) -> Vec<u32> {
        let film = folder.film(name).unwrap();
        let mut reader = folder.play(name, from).unwrap();
        let mut raw = vec![0; film.picture_bytes()];
        let mut numbers = Vec::new();
        while numbers.len() < most && reader.read_exact(&mut raw).is_ok() {
            assert!(raw[..64 * 36].iter().all(|luma| *luma == raw[0]), "one grey");
            numbers.push((u32::from(raw[0]) - 16) / 2);
        }
        numbers
    }

    fn check(name: &str, rate: &str, how: &str, fps: Rate) {
        let (root, mut folder) = folder();
        counting(&root.path().join(name), rate, 90, how);
        let film = folder.film(name).unwrap();
        assert_eq!((film.width, film.height, film.fps, film.frames), (64, 36, fps, 90), "{name} {rate}");
        assert!(!film.alpha && !film.sound);
        assert_eq!(numbers(&mut folder, name, 0, 999), (0..90).collect::<Vec<_>>(), "{name} {rate}");
        for from in [1, 11, 12, 13, 35, 36, 37, 59, 88, 89] {
            let expected: Vec<u32> = (from..90).take(3).collect();
            assert_eq!(numbers(&mut folder, name, from, 3), expected, "{name} {rate} from {from}");
        }
    }

    #[test]
    fn a_film_is_entered_at_any_picture_exactly() {
        check("a.mp4", "30", LOSSLESS, Rate { num: 30, den: 1 });
        check("a.mp4", "24", LOSSLESS, Rate { num: 24, den: 1 });
        check("a.mov", "30000/1001", LOSSLESS, Rate { num: 30_000, den: 1_001 });
    }

    #[test]
    fn containers_with_coarse_clocks_keep_their_rate() {
        check("a.mkv", "60", LOSSLESS, Rate { num: 60, den: 1 });
        check("a.mkv", "24000/1001", LOSSLESS, Rate { num: 24_000, den: 1_001 });
        check("a.webm", "25", "-c:v libvpx-vp9 -lossless 1 -cpu-used 8 -g 12", Rate { num: 25, den: 1 });
    }

    #[test]
    fn containers_without_an_index_are_read_from_their_beginning() {
        check("a.ts", "30", LOSSLESS, Rate { num: 30, den: 1 });
        check("a.avi", "15", "-c:v libx264 -qp 0 -bf 0", Rate { num: 15, den: 1 });
    }

    #[test]
    fn open_groups_of_pictures_lose_none_at_a_seek() {
        let how = "-c:v libx265 -x265-params lossless=1:open-gop=1:keyint=12:min-keyint=12:log-level=none -tag:v hvc1";
        check("a.mp4", "30", how, Rate { num: 30, den: 1 });
    }

    #[test]
    fn a_film_is_as_large_as_it_is_shown() {
        let (root, mut folder) = folder();
        let plain = root.path().join("plain.mp4");
        make(&plain, "-c:v libx264", "testsrc2=s=64x36:r=30:d=0.2");
        let turned = root.path().join("turned.mp4");
        let mut command = Command::new(ffmpeg());
        command.args(["-v", "error", "-display_rotation", "90", "-i"]).arg(&plain);
        assert!(command.args(["-c", "copy"]).arg(&turned).status().unwrap().success());
        make(&root.path().join("wide.mp4"), "-c:v libx264", "testsrc2=s=64x36:r=30:d=0.2,setsar=4/3");
        let mut size = |name| {
            let film = folder.film(name).unwrap();
            let mut raw = Vec::new();
            folder.play(name, 0).unwrap().read_to_end(&mut raw).unwrap();
            assert_eq!(raw.len(), film.picture_bytes() * 6, "{name}");
            (film.width, film.height)
        };
        assert_eq!(size("plain.mp4"), (64, 36));
        assert_eq!(size("turned.mp4"), (36, 64));
        assert_eq!(size("wide.mp4"), (85, 36));
    }

    #[test]
    fn what_can_be_seen_through_is_read_with_its_alpha() {
        let (root, mut folder) = folder();
        let filter = "color=red@0.5:s=16x16:r=10:d=0.3,format=yuva420p";
        make(&root.path().join("a.webm"), "-c:v libvpx-vp9 -lossless 1", filter);
        make(&root.path().join("b.mov"), "-c:v qtrle", "color=red@0.5:s=16x16:r=10:d=0.3,format=argb");
        for name in ["a.webm", "b.mov"] {
            assert!(folder.film(name).unwrap().alpha, "{name}");
            let mut picture = [0; 16 * 16 * 4];
            folder.play(name, 1).unwrap().read_exact(&mut picture).unwrap();
            let [red, green, blue, alpha] = [picture[0], picture[1], picture[2], picture[3]];
            assert!(
                red > 250 && green < 4 && blue < 4 && (126..=129).contains(&alpha),
                "{name}: {:?}",
                &picture[..4]
            );
        }
    }

    #[test]
    fn a_reader_that_is_dropped_takes_its_process_with_it() {
        let (root, mut folder) = folder();
        make(&root.path().join("long.mp4"), "-c:v libx264", "testsrc2=s=640x360:r=30:d=4");
        folder.film("long.mp4").unwrap();
        let ffmpeg = Ffmpeg::new(ffmpeg());
        let details = ffmpeg.film(&root.path().join("long.mp4")).unwrap();
        let mut output = ffmpeg.play(&details, 0).unwrap();
        output.read_exact(&mut [0; 100]).unwrap();
        let process = PathBuf::from(format!("/proc/{}", output.id()));
        assert!(process.exists());
        drop(output);
        assert!(!process.exists(), "it was killed, and waited for");
    }
}

mod hostile {
    use std::fs;
    use std::io::Read as _;

    use super::*;
    use crate::Problem;
    use crate::assets::Assets as _;

    /// What is told of a file.
    #[track_caller]
    fn told(name: &str, bytes: &[u8]) -> String {
        let (root, mut folder) = folder();
        fs::write(root.path().join(name), bytes).unwrap();
        let problem = folder.film(name).unwrap_err();
        let Problem::Asset { name: named, message } = &problem else { panic!("{problem:?}") };
        assert_eq!(named, name);
        assert!(!message.contains("@ 0x") && !message.contains("/tmp") && message.len() < 400, "{message}");
        message.clone()
    }

    fn film(how: &str) -> Vec<u8> {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("a.mp4");
        counting(&file, "30", 60, how);
        fs::read(file).unwrap()
    }

    #[test]
    fn what_is_no_film_is_told() {
        assert!(told("a.mp4", b"hello").contains("is no film or sound that can be read"));
        assert!(told("a.mp4", b"").contains("is no film or sound that can be read"));
        assert!(told("a.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n").contains("is no film"));
        assert!(told("a.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n").contains("is no film"));
        let mut wav =
            b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\xbb\0\0\0\x77\x01\0\x02\0\x10\0data".to_vec();
        wav.extend([0; 2_000]);
        assert!(told("a.wav", &wav).contains("show it with <Audio>"));
    }

    #[test]
    fn a_film_that_is_cut_is_told() {
        let whole = film(LOSSLESS);
        // Its index is at its end.
        assert!(told("a.mp4", &whole[..whole.len() / 2]).contains("is damaged (moov atom not found)"));
        assert!(told("a.mp4", &whole[..40]).contains("is damaged"));
        // Its index is at its beginning, and half of its pictures are not there.
        let early = film(&format!("{LOSSLESS} -movflags faststart"));
        let (root, mut folder) = folder();
        fs::write(root.path().join("a.mp4"), &early[..early.len() * 3 / 4]).unwrap();
        let outcome = folder.film("a.mp4").and_then(|film| {
            let mut films = crate::film::Films::default();
            films.picture(&mut folder, "a.mp4", film.frames - 1).map(|_| film)
        });
        match outcome {
            Err(problem) => assert!(problem.to_string().contains("is damaged"), "{problem}"),
            Ok(film) => assert!(film.frames < 60, "it is as long as what is there: {film:?}"),
        }
    }

    #[test]
    fn noise_is_told_or_played_and_never_more() {
        let whole = film(LOSSLESS);
        let mut seed = 7_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize
        };
        for _ in 0..12 {
            let mut bytes = whole.clone();
            for _ in 0..40 {
                let at = 8 + next() % (bytes.len() - 8);
                bytes[at] = u8::try_from(next() % 256).unwrap();
            }
            let (root, mut folder) = folder();
            fs::write(root.path().join("a.mp4"), &bytes).unwrap();
            match folder.film("a.mp4") {
                Ok(film) => {
                    let most = film.picture_bytes() as u64 * u64::from(film.frames.min(200) + 20);
                    let mut raw = Vec::new();
                    // It may end with an error, and ends.
                    _ = folder.play("a.mp4", 0).unwrap().take(most).read_to_end(&mut raw);
                    assert!((raw.len() as u64) < most || film.frames > 200, "{film:?}");
                }
                Err(problem) => assert_eq!(problem.code(), "asset"),
            }
        }
    }

    #[test]
    fn pictures_without_a_limit_are_refused() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("huge.avi");
        make(&file, "-c:v ffv1 -frames:v 1", "color=black:s=8800x4400:r=1");
        let message = told("huge.avi", &fs::read(file).unwrap());
        assert!(message.contains("make it smaller"), "{message}");
    }

    #[test]
    fn a_name_is_no_option() {
        let (root, mut folder) = folder();
        for name in ["-version", "-i", "http:a.mp4", "concat:a|b.mp4", "%03d.mp4"] {
            counting(&root.path().join("it.mp4"), "30", 3, LOSSLESS);
            fs::rename(root.path().join("it.mp4"), root.path().join(name)).unwrap();
            assert_eq!(folder.film(name).unwrap().frames, 3, "{name}");
        }
    }

    #[test]
    fn without_an_ffmpeg_films_are_told_to_need_one() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.mp4"), b"....ftyp").unwrap();
        let told = crate::Folder::new(root.path()).film("a.mp4").unwrap_err().to_string();
        assert!(told.contains("no ffmpeg is at hand"), "{told}");
        let absent = crate::Folder::new(root.path()).with_films("/nowhere/ffmpeg".into()).film("a.mp4");
        assert!(absent.unwrap_err().to_string().contains("is ffmpeg there?"));
    }
}
