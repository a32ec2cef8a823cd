/** Real processes start and die in these tests. */
jest.setTimeout(60_000);
