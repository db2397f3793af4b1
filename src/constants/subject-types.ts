/**
 * Values of `subject_type`: one `sub` for all clients, or another for each sector.
 * @see OpenID Connect Discovery §3
 */
export const subjectTypes = {
  public: "public",
  pairwise: "pairwise",
} as const;

/** A value of `subject_type`. */
export type SubjectType = (typeof subjectTypes)[keyof typeof subjectTypes];
