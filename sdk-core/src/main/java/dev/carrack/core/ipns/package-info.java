/**
 * Names that can point somewhere else tomorrow: IPNS records signed by libp2p keys, and DNSLink.
 *
 * <p>Start at {@link dev.carrack.core.ipns.IpnsRecord}: create one with a {@link
 * dev.carrack.core.ipns.PeerPrivateKey}, verify one against the {@link dev.carrack.core.PeerId} it
 * claims. {@link dev.carrack.core.ipns.DnsLink} follows domain names. Nothing here uses a network:
 * records and TXT values come from the caller and are not trusted.
 *
 * <pre>{@code
 * PeerPrivateKey key = PeerPrivateKey.generate(KeyType.ED25519);
 * Instant end = Instant.now().plus(Duration.ofDays(2));
 * byte[] record = IpnsRecord.create(key, "/ipfs/" + cid, 1, end, Duration.ofMinutes(5)).bytes();
 * String path = IpnsRecord.verify(key.peerId(), record, Clock.systemUTC()).value();
 *
 * DnsLink links = new DnsLink(name -> txtValues(name)); // your resolver
 * String target = links.resolve("example.com");
 * }</pre>
 */
@NullMarked
package dev.carrack.core.ipns;

import org.jspecify.annotations.NullMarked;
