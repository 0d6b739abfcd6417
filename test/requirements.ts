/** What Reveille promises. Each promise is proved by a test whose title ends with its id: `[setup-once]`. */
export const REQUIREMENTS: readonly { readonly id: string; readonly promise: string }[] = [
  { id: 'setup-idle', promise: 'Set-up does nothing when nothing has changed.' },
  { id: 'setup-once', promise: 'Set-ups started together install once.' },
  { id: 'setup-resumes', promise: 'A set-up that was killed is made good by the next one.' },
  {
    id: 'setup-node',
    promise: 'After set-up npm scripts, and the tests themselves, run on Node 24 or newer.',
  },
  { id: 'setup-jail', promise: 'Set-up installs bubblewrap where it may, otherwise it names the command.' },
  { id: 'setup-stdout', promise: 'Set-up and `npm start` keep stdout for the command.' },
  { id: 'launch-anywhere', promise: '`reveille` works from any directory and through symlinks.' },
  { id: 'launch-faithful', promise: '`reveille` passes on arguments, streams, exit code and signals.' },
  {
    id: 'launch-old-node',
    promise: 'Without Node 24 `reveille` says in one sentence what to do, and exits with 2.',
  },
  { id: 'launch-cached', promise: '`reveille` strips the types of a source once, not at every start.' },
  {
    id: 'package-runs',
    promise: 'Installed from its package into an empty folder, `reveille` runs from compiled JavaScript.',
  },
  { id: 'package-clean', promise: 'Nothing is written into the installed package.' },
  {
    id: 'package-lean',
    promise: 'The package holds what runs and the example, declares what it imports, and nothing else.',
  },
  { id: 'walls', promise: 'A folder imports only what its layer may.' },
  { id: 'gates-bite', promise: 'Each gate of the check fails on a planted violation.' },
  { id: 'gates-look', promise: 'A gate that looked at nothing fails.' },
  { id: 'tally-honest', promise: 'The tally is green only if tests ran and none failed.' },
  { id: 'dependencies-reasoned', promise: 'Each dependency has a line of reason.' },
  { id: 'I1', promise: 'One live run a task; a stale token or epoch changes nothing.' },
  {
    id: 'I2',
    promise: 'A change is done only by a landing whose tree has green evidence of the whole gate.',
  },
  { id: 'I3', promise: 'The target moves only by compare-and-swap, the branch of the user only by accept.' },
  { id: 'I4', promise: 'Nothing is deleted that is not landed or saved.' },
  { id: 'I5', promise: 'A change and its event commit together, or neither.' },
  { id: 'I6', promise: 'No operation changes a field it was not given; notes only append.' },
  { id: 'I8', promise: 'Nothing waits without a deadline.' },
  { id: 'I9', promise: 'No figure in a report that is not derived from the ledger.' },
  {
    id: 'I10',
    promise: 'Killed at any instant and started again, nothing is lost, landed twice or left over.',
  },
  { id: 'I11', promise: 'Nothing that is planted in a workspace makes git execute anything.' },
  {
    id: 'proof-by-tests',
    promise:
      'A check that runs tests is judged by a whole report of each test, never by its exit code alone.',
  },
  {
    id: 'kills-mutants',
    promise: 'Tests that a task brings must notice the stated share of faults planted in their module.',
  },
  {
    id: 'suppressions',
    promise: 'Remarks that tell a tool of the gate to look away are held against the work that adds them.',
  },
  {
    id: 'cheats-caught',
    promise: 'Work that only looks done is refused, and told why in words that are true.',
  },
  { id: 'honest-land', promise: 'Honest work near the borders that cheats cross is not refused.' },
  { id: 'pass-to-pass', promise: 'Every test that passed before the work is there and passes after it.' },
  { id: 'old-tests', promise: "Work that touches tests is green with the target's own tests too." },
  {
    id: 'transplant',
    promise: "The new tests are red on the target's code: no check turns green by its tests alone.",
  },
  { id: 'file-at-once', promise: 'A task can be filed before anybody knows who works on it.' },
  { id: 'kill-table', promise: 'Each row of the kill table is made good by the next start.' },
  {
    id: 'night-order',
    promise:
      'A night starts tasks by priority and needs; overlapping scopes one after the other, others at once.',
  },
  {
    id: 'night-blocker',
    promise: 'A failed run is tried again; used-up runs raise a blocker, whose answer is obeyed.',
  },
  {
    id: 'blocker-raised',
    promise: "An agent asks through its run's socket and nothing is lost; the answer is in the next brief.",
  },
  {
    id: 'blocker-waits',
    promise: 'While a blocker waits, what needs its task waits and other work goes on.',
  },
  { id: 'blocker-default', promise: 'A blocker whose deadline has passed is answered with its default.' },
  { id: 'blocker-repeated', promise: 'The same failure twice blocks a task, though runs are left.' },
  {
    id: 'brief-stored',
    promise: 'What an agent was given to read is kept, within its budget, and shown by `why --brief`.',
  },
  { id: 'night-red', promise: 'No agent starts for work that is done, or whose red check proves nothing.' },
  {
    id: 'night-target-red',
    promise: 'On a red target only its repair runs; a P0 task says so, once, until the target is green.',
  },
  {
    id: 'night-agents',
    promise: 'Agents that fail, hang, fall silent, flood or run out of time end with the reason.',
  },
  { id: 'night-verify', promise: 'A verify task is concluded by the answers of its checks on the target.' },
  {
    id: 'explore',
    promise: 'An explore task reads only, and is concluded by an artefact that is what was asked for.',
  },
  {
    id: 'operate-once',
    promise: 'An operation that began is never begun again but by the word of a person.',
  },
  {
    id: 'operate-grant',
    promise: 'On production nothing is done without a grant: for exactly one plan, for a time, used once.',
  },
  { id: 'night-strict', promise: 'A strict scope is a wall for the agent, not only a gate for its work.' },
  { id: 'night-secrets', promise: 'Secrets are masked wherever output is kept or shown.' },
  {
    id: 'night-sandbox-none',
    promise: 'Nothing runs without a sandbox but by the word of the user, and every report says so.',
  },
  {
    id: 'setup-network',
    promise:
      'Set-up commands, and nothing else, are told how this machine reaches its registries: no password that is not named.',
  },
  {
    id: 'night-environment',
    promise: 'Dependencies are installed once for a state of the lock files, and no agent can change them.',
  },
  {
    id: 'lane-recorded',
    promise: 'Why nothing can be proved on the target is in the ledger, and report, status and why tell it.',
  },
  {
    id: 'environment-target',
    promise:
      'What is installed comes from the set-up of the target; of a change, at most the lock files that its scope names.',
  },
  { id: 'night-watch', promise: 'Of two nights one leads; the other says so, watches and takes over.' },
  { id: 'night-recovered', promise: 'The first line after a crash says what was recovered.' },
  {
    id: 'night-interrupt',
    promise: 'Ctrl-C once drains, twice stops with the work saved; the last line says how to go on.',
  },
  {
    id: 'night-anywhere',
    promise:
      'A night needs no remote and no checkout; a dirty one, linked worktrees and submodules are left as they are.',
  },
  { id: 'night-gc', promise: 'A `git gc --prune=now` in the middle of a night costs it nothing.' },
  { id: 'night-mirror', promise: 'Commits pushed onto the mirror are reported and never overwritten.' },
  { id: 'night-hygiene', promise: 'What is planted for git runs nothing outside the jail in a whole night.' },
  {
    id: 'accept',
    promise: 'Accept only fast-forwards, keeps what the user changed and refuses what is in its way.',
  },
  {
    id: 'accept-merge',
    promise: 'A branch that moved is merged, verified, and what the night proved is proved again first.',
  },
  {
    id: 'report-verified',
    promise:
      'A script that shares no code with Reveille derives every figure of a night again and finds a false one.',
  },
  { id: 'run-named', promise: '`run` works on the named tasks alone.' },
  {
    id: 'fixer-named',
    promise: 'A task names a fixer that there is, with what it must be told; what was meant is said.',
  },
  {
    id: 'fixer-runs',
    promise: 'A built-in fixer works in the jail as any agent, and lands by the same proof.',
  },
  {
    id: 'fixer-stray',
    promise: '`remove-stray-files` removes copies that nothing names, and says why it kept the others.',
  },
  {
    id: 'fixer-dead',
    promise:
      '`remove-dead-module` moves every importer to where the same exports are, or changes nothing and names them.',
  },
  { id: 'fixer-idempotent', promise: 'A fixer that runs again changes nothing more.' },
  {
    id: 'fixer-asks',
    promise:
      'What a fixer refuses becomes a question to a person, with what stands against it and the options.',
  },
  {
    id: 'spec-round-trip',
    promise: 'A task that is written as YAML is read as the same task.',
  },
  {
    id: 'spec-diagnostics',
    promise:
      'All problems of a task spec are told at once, with file, line, column, code frame and what was meant.',
  },
  { id: 'spec-guesses', promise: 'A key that is often guessed is answered with the key that is meant.' },
  {
    id: 'spec-fuzz',
    promise: 'Any text gives either tasks or diagnostics that point into it, never a crash.',
  },
  { id: 'spec-bounded', promise: 'No text, however nested or multiplied, takes the reader of specs long.' },
  {
    id: 'spec-drafts',
    promise: '`task spec` writes a task of the ledger, or a draft of each kind, with a schema for editors.',
  },
  {
    id: 'plan-shows',
    promise:
      '`plan` shows new, changed, unchanged and impossible tasks, their order and collisions; it writes nothing.',
  },
  {
    id: 'plan-applies',
    promise: '`run --plan` files exactly what the plan says, and works on exactly its tasks.',
  },
  { id: 'plan-unfiled', promise: 'A night says which specs it leaves out because nobody has filed them.' },
  {
    id: 'plan-stale',
    promise: 'A plan whose specs or tasks have changed is refused with the reason; nothing changes.',
  },
  {
    id: 'guide-runs',
    promise: 'The examples of the guide are accepted, and what it shows is what is shown.',
  },
  {
    id: 'watch-live',
    promise:
      'On a terminal `watch` shows a night of another process live, and leaves the terminal as it was, however it ends.',
  },
  { id: 'watch-plain', promise: 'Elsewhere `watch` is one line for each change, on stdout.' },
  {
    id: 'watch-json',
    promise: '`watch --json` is one envelope a line: each event once, in order, and the end.',
  },
  {
    id: 'watch-idle',
    promise: '`watch` ends when nobody leads; with --follow it waits and costs next to nothing.',
  },
  { id: 'night-live', promise: 'A night in a terminal shows itself and leaves the terminal as it was.' },
  {
    id: 'live-region',
    promise: 'What is said scrolls away above a live view, which is written ten times a second at most.',
  },
  { id: 'live-bounded', promise: 'A live view fits its terminal, and no text of others moves the cursor.' },
  {
    id: 'progress-mode',
    promise: '`--progress` tells as asked; by itself live on a terminal, plain elsewhere.',
  },
  {
    id: 'progress-heartbeat',
    promise: 'A plain night says once a minute how things stand when nothing happens.',
  },
  {
    id: 'progress-annotations',
    promise:
      'GitHub Actions is told what failed and what waits, and no text of others can command its runner.',
  },
  {
    id: 'completion',
    promise: 'bash, zsh and fish complete commands, options, values and keys of the ledger.',
  },
  {
    id: 'loud-failure',
    promise: 'A failed task is told with its last 40 lines, where to look and how to try again.',
  },
  {
    id: 'dry-run',
    promise: 'Each mutation can be tried dry; what nothing can bring back goes only after a yes.',
  },
  { id: 'help-json', promise: 'Help is data for programs too, and a slip is answered with what was meant.' },
  { id: 'clean', promise: '`clean` lists what it would remove and removes nothing that is needed.' },
  { id: 'audit-known', promise: 'Of a tree that was read before, only what has changed is read again.' },
  {
    id: 'audit-unread',
    promise: 'A file that cannot be read is named with its reason; what cannot be made out, with its place.',
  },
  {
    id: 'audit-routes',
    promise: 'A route is told as it is served: behind the prefixes of all that it is mounted in.',
  },
  {
    id: 'audit-map',
    promise:
      'The map counts what each layer holds, and names routes, services and variables with their places.',
  },
  { id: 'demo', promise: 'The demo runs anywhere, without bubblewrap too, and its report says so.' },
  {
    id: 'demo-honest',
    promise:
      'Nothing that the demo reports is written down: with another defect mended or planted it reports otherwise.',
  },
  {
    id: 'demo-night',
    promise: 'The committed night is what a night of the demo gives, ids and times apart.',
  },
  {
    id: 'report-per-test',
    promise: 'Known test runners tell of each test, at whatever depth a check starts them.',
  },
  { id: 'report-whole', promise: 'What a runner did not finish never passes for a whole report.' },
  {
    id: 'report-untrusted',
    promise: 'What a check wrote about its tests is read as data: no links, no pipes, no words in a script.',
  },
  {
    id: 'protected-found',
    promise:
      'Files that decide about a proof are found by their names and through what the commands lead to.',
  },
  {
    id: 'protected-kept',
    promise: 'Work that touches a test that was there needs a permission of its task.',
  },
  {
    id: 'protected-honest',
    promise: 'Work on ordinary sources, with new tests, is not refused for its paths.',
  },
  {
    id: 'requirements-tested',
    promise: 'Each promise is cited by a test, and each citation names a promise.',
  },
  {
    id: 'integrity-range',
    promise: '`reveille integrity` tells for any range of commits which tests it weakens, and fails then.',
  },
  {
    id: 'suspicion-found',
    promise: 'Work that asks whether it is tested, or bends what it is measured with, is stopped.',
  },
  {
    id: 'approval-seen',
    promise: 'Whoever approves work has been shown all that the approval covers.',
  },
  {
    id: 'approval-exact',
    promise: 'An approval covers what was found and nothing else, however either is laid out.',
  },
  { id: 'objection-bounded', promise: 'No name, however long, makes a record large.' },
  { id: 'suspicion-honest', promise: 'Honest code that looks a little like it is not.' },
  { id: 'suspicion-new', promise: 'What stood in the sources before is not held against the work.' },
  {
    id: 'unreadable-held',
    promise: 'Code that cannot be read, and could be or is new, is an objection; no text ends the leader.',
  },
  { id: 'mutants-single', promise: 'A planted fault is one change in one place, and can be parsed.' },
  { id: 'mutants-fixed', promise: 'The same code is asked about the same faults.' },
  {
    id: 'python-tests-layout',
    promise: 'Layout and comments of Python tests change nothing that is read in them.',
  },
]
