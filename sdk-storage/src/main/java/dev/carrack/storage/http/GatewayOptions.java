package dev.carrack.storage.http;

import java.time.Duration;

/**
 * How long a client waits. Immutable. {@code block} bounds one request for one block, {@code
 * transfer} one CAR or piece from beginning to end, {@code idle} a silence inside either, {@code
 * connect} the opening of a connection. Each is per peer: when one has run out, the next peer is
 * asked.
 */
public final class GatewayOptions {

  private static final GatewayOptions DEFAULTS =
      new GatewayOptions(
          Duration.ofSeconds(30),
          Duration.ofHours(12),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));

  private final Duration block;
  private final Duration transfer;
  private final Duration idle;
  private final Duration connect;

  private GatewayOptions(Duration block, Duration transfer, Duration idle, Duration connect) {
    this.block = positive(block);
    this.transfer = positive(transfer);
    this.idle = positive(idle);
    this.connect = positive(connect);
  }

  /** 30 s a block, 12 h a transfer, 30 s idle, 10 s to connect. */
  public static GatewayOptions defaults() {
    return DEFAULTS;
  }

  /** Another deadline for one block. */
  public GatewayOptions withBlock(Duration deadline) {
    return new GatewayOptions(deadline, transfer, idle, connect);
  }

  /** Another deadline for one CAR or piece. */
  public GatewayOptions withTransfer(Duration deadline) {
    return new GatewayOptions(block, deadline, idle, connect);
  }

  /** Another longest silence. */
  public GatewayOptions withIdle(Duration timeout) {
    return new GatewayOptions(block, transfer, timeout, connect);
  }

  /** Another longest wait for a connection. */
  public GatewayOptions withConnect(Duration timeout) {
    return new GatewayOptions(block, transfer, idle, timeout);
  }

  /** The deadline for one block. */
  public Duration block() {
    return block;
  }

  /** The deadline for one CAR or piece. */
  public Duration transfer() {
    return transfer;
  }

  /** The longest silence. */
  public Duration idle() {
    return idle;
  }

  /** The longest wait for a connection. */
  public Duration connect() {
    return connect;
  }

  private static Duration positive(Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("a deadline must be longer than nothing: " + duration);
    }
    return duration;
  }
}
