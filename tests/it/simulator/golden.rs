//! The real stages, led by the real machine.

use jobs::Wallet;
use model::Status;

use super::ending::rest;
use super::story::STORIES;

#[test]
fn the_machine_of_the_stack_leads_a_render_from_its_prompt_to_a_picture_that_is_paid_for() {
    let [golden, refused, ..] = STORIES else { panic!("there are stories") };
    let sim = golden.world();
    (golden.tell)(&sim);
    let ending = rest(&sim);
    let [(status, outputs, problem)] = ending.jobs.as_slice() else { panic!("{ending:?}") };
    assert_eq!((status.as_str(), outputs.len(), problem.as_str()), (Status::Succeeded.word(), 1, ""));
    assert_eq!(ending.wallets, [[90_000, 0, 10_000], [100_000, 0, 0], spent_of_a_project(10_000)]);
    assert_eq!((sim.posts(), sim.objects().len()), (1, 1));

    let again = STORIES.iter().find(|story| story.tries == 2).expect("something is made again");
    let sim = again.world();
    (again.tell)(&sim);
    let ending = rest(&sim);
    assert_eq!((ending.jobs[0].0.as_str(), ending.jobs[0].1.len()), (Status::Succeeded.word(), 1));
    let wallets = [[80_000, 0, 20_000], [100_000, 0, 0], spent_of_a_project(20_000)];
    assert_eq!(ending.wallets, wallets, "both tries are charged, and no more");
    assert_eq!((sim.posts(), sim.objects().len()), (2, 2));

    let sim = refused.world();
    (refused.tell)(&sim);
    let ending = rest(&sim);
    assert_eq!(ending.jobs, [("failed".to_owned(), vec![], "provider-refused".to_owned())]);
    assert_eq!(ending.wallets, [[100_000, 0, 0], [100_000, 0, 0], spent_of_a_project(0)]);
}

/// The wallet of the project that the render belongs to, which has no budget and is made with its first render.
fn spent_of_a_project(spent: i64) -> [i64; 3] {
    [Wallet::NO_BUDGET.get() - spent, 0, spent]
}
