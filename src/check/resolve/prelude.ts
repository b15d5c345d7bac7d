/** @file The built-in corruptions, in the syntax of a spec. */

/**
 * Definitions of Zhang et al. 2017, section 2.1; details that the paper leaves open are parameters or options
 * of a step.
 */
export const prelude = {
  path: 'built in',
  text: `// Labels as they are.
corruption true_labels {
}

// Partially corrupted labels: each label, with probability p, becomes a class drawn uniformly.
// By default every label is drawn anew.
corruption random_labels(p = 100%) {
  relabel p
}

// One permutation of the pixels, the same for every image of both splits.
corruption shuffled_pixels {
  permute pixels same for all images on both splits
}

// A permutation of its own for every image.
corruption random_pixels {
  permute pixels each image anew
}

// Every pixel drawn from a normal distribution with the mean and variance of the dataset.
corruption gaussian_pixels {
  replace pixels by gaussian
}

// Noise added to every pixel.
corruption gaussian_noise(sd = 0.1) {
  add gaussian noise sd
}
`,
}
