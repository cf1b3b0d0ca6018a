package dev.undercut.ledger;

/**
 * One try at one offer.
 *
 * @param provider the provider's id
 * @param model the canonical model
 * @param status the provider's HTTP status, 0 where there was none
 * @param code {@code ok}, or a {@link dev.undercut.chat.CallFailure#code()}
 * @param millis how long it took
 */
public record Attempt(String provider, String model, int status, String code, long millis) {}
