use super::*;

const SAID: &str = "\
Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:a.mp4':
  Duration: 00:00:03.00, start: 0.000000, bitrate: 322 kb/s
  Stream #0:0[0x1](und): Video: mjpeg (Baseline), yuvj420p(pc, bt470bg/unknown/unknown), 90x90, 90k tbr, 90k tbn (attached pic)
  Stream #0:1[0x2](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709/unknown/unknown, progressive), 320x180 [SAR 1:1 DAR 16:9], 259 kb/s, 29.97 fps, 29.97 tbr, 15360 tbn (default)
    Metadata:
      handler_name    : VideoHandler
  Stream #0:2[0x3](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s (default)
Stream mapping:
  Stream #0:1 -> #0:0 (h264 (native) -> rawvideo (native))
Output #0, framecrc, to 'pipe:1':
  Stream #0:0: Video: rawvideo, yuva420p, 1x1
";

#[test]
fn the_first_stream_of_pictures_that_is_no_cover_is_read() {
    let header = Header::read(SAID);
    let video = Video { codec: "h264".to_owned(), alpha: false, tagged: true, rate: Some(29.97) };
    assert_eq!(header, Header { video: Some(video), sound: true, mono: true });
}

#[test]
fn alpha_is_seen_in_the_format_and_in_what_webm_says() {
    let webm = "  Stream #0:0: Video: vp9 (Profile 0), yuv420p(tv, progressive), 320x180, 30 fps, 30 tbr, 1k tbn\n\
                \x20   Metadata:\n      ALPHA_MODE      : 1\n";
    let video = Header::read(webm).video.unwrap();
    assert!(video.alpha && !video.tagged);
    let rle = "  Stream #0:0[0x1]: Video: qtrle (rle  / 0x20656C72), argb(progressive), 320x180, 30 fps, 30 tbr, 15360 tbn";
    assert!(Header::read(rle).video.unwrap().alpha);
    assert_eq!(Header::read("nothing of a stream"), Header::default());
}
