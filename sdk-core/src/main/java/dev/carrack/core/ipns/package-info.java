/**
 * Names that can point somewhere else tomorrow: IPNS records signed by libp2p keys, and DNSLink.
 *
 * <p>Start at {@link dev.carrack.core.ipns.IpnsRecord}: create one with a {@link
 * dev.carrack.core.ipns.PeerPrivateKey}, verify one against the {@link dev.carrack.core.PeerId} it
 * claims. {@link dev.carrack.core.ipns.DnsLink} follows domain names. Nothing here uses a network:
 * records and TXT values come from the caller and are not trusted.
 */
@NullMarked
package dev.carrack.core.ipns;

import org.jspecify.annotations.NullMarked;
