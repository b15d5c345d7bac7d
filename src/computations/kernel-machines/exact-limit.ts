/** The most images that are solved exactly; more would take minutes in double precision on one core. */
export const mostSolvedExactly = 3000
