use tokio::sync::Barrier;

use super::*;
use crate::SUBMIT;
use crate::submit::Landed;
use crate::tests::Studio;

#[tokio::test]
async fn pictures_are_decoded_in_the_workshop_and_never_where_others_wait_for_their_answers() {
    let studio = Studio::new().await;
    let job = studio.before(SUBMIT, serde_json::json!({})).await;
    studio.run(SUBMIT, job).await.unwrap();
    let key = Landed::of(&studio.view(job).await, 1).unwrap().keys[0].clone();
    let together = Arc::new(Barrier::new(Workshop::PLACES + 1));
    let others: Vec<_> = std::iter::repeat_with(|| together.clone()).take(Workshop::PLACES).collect();
    let others = others.into_iter().map(|together| {
        let until_the_end = async move {
            together.wait().await;
            together.wait().await;
            Ok(bytes::Bytes::new())
        };
        tokio::spawn(Workshop::of_process().work(until_the_end, |_| Ok(())))
    });
    let others: Vec<_> = others.collect();
    together.wait().await;

    let (media, clock) = (studio.media(), studio.world.clock.clone() as Arc<dyn Clock>);
    let (again, same) = (media.clone(), key.clone());
    let looks = [
        tokio::spawn(async move { examine(&media, &clock, job, &key).await.map(|asset| asset.analysis) }),
        tokio::spawn(async move { analysis(&again, &same).await.map(Some) }),
    ];
    // In memory nothing else takes a turn: who does not wait for a place is done by now.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(looks.iter().all(|look| !look.is_finished()), "all places are taken");
    together.wait().await;
    let mut seen = Vec::new();
    for look in looks {
        seen.push(look.await.unwrap().unwrap().unwrap());
    }
    assert_eq!(seen[0], seen[1]);
    for other in others {
        other.await.unwrap().unwrap();
    }
}
