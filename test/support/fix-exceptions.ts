/**
 * Fixes that may leave or bring an error, by code and title, and why: all of them are steps that only the author can
 * finish.
 */
export const exceptions: Readonly<Record<string, string>> = {};
