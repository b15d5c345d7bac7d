/** @file The corruptions that every spec can name, written as a spec would write them. */

export const prelude = {
  path: 'built in',
  text: `corruption true_labels {
}

// Zhang et al. 2017, section 2.1: partially corrupted labels; by default every label is drawn anew.
corruption random_labels(p = 100%) {
  relabel p uniform
}
`,
}
