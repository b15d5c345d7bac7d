/** @file The forms of statements, for messages about statements that do not parse. */

export const statementForms: Record<string, string> = {
  cites: 'cites zhang2017 table 1',
  expect: 'expect train acc > 0.99',
  for: 'for model in [a, b]',
  given: 'given interpolator relu_2n_plus_d on gaussian_cloud(n: 500, d: 20)',
  only: 'only in profile paper',
  over: 'over 5 seeds',
  reported: 'reported train acc 99.34%',
  run: 'run mlp on digits with sgd over 3 seeds',
  sweep: 'sweep p from 0% to 100% step 10%',
  under: 'under random labels',
  until: 'until 10 epochs',
}
