import { stages, stateOf } from '@/components/setup/stages';

const statesAt = (step: Parameters<typeof stateOf>[1]) => stages.map((stage) => stateOf(stage, step));

describe('the stages until the first fix', () => {
  test.each([
    ['no_connection', ['waiting', 'later', 'later', 'later']],
    ['wrong_password', ['done', 'failed', 'later', 'later']],
    ['wrong_topic', ['done', 'done', 'failed', 'later']],
    ['no_fix', ['done', 'done', 'done', 'waiting']],
    ['done', ['done', 'done', 'done', 'done']],
  ] as const)('%s', (step, states) => expect(statesAt(step)).toEqual(states));
});
