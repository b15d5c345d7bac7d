/** @file The colours of the page and of its charts, for both themes. */

export const light = `  --page: #ffffff; --raised: #f5f6f8; --line: #d5d9e0; --text: #1c2128; --soft: #545d69; --link: #0b57d0;
  --pass: #17692c; --fail: #b42318; --inconclusive: #7a4f00; --error: #8f1d8a; --skipped: #545d69;
  --accept: #d5ecda; --seed: #0b57d0; --paper: #b42318;
  --arm-1: #0b57d0; --arm-2: #b35900; --arm-3: #17692c; --arm-4: #8f1d8a; --arm-5: #00707f; --arm-6: #6b6b00;`

export const dark = `  --page: #14171c; --raised: #1d2229; --line: #3a424d; --text: #e8ebef; --soft: #a9b2bd; --link: #8ab4f8;
  --pass: #6fcf85; --fail: #ff8a80; --inconclusive: #f0c060; --error: #e79be3; --skipped: #a9b2bd;
  --accept: #1e3d28; --seed: #8ab4f8; --paper: #ff8a80;
  --arm-1: #8ab4f8; --arm-2: #f2a65a; --arm-3: #6fcf85; --arm-4: #e79be3; --arm-5: #5cc8d7; --arm-6: #d3d35c;`
