import { lookup as systemLookup } from "node:dns";
import type { LookupAddress } from "node:dns";
import { BlockList, isIP } from "node:net";
import type { LookupFunction } from "node:net";

/** The name leads into a network that a tenant's address may not reach. Nothing was sent. */
export class AddressRefusedFault extends Error {
  readonly code = "ADDRESS_REFUSED";
}

/** Finds all addresses of a name; as Node's own with `all`. */
export type ResolveName = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const resolveBySystem: ResolveName = (hostname, done) => systemLookup(hostname, { all: true }, done);

/**
 * Everything that is not the public internet, from IANA's special-purpose address registries
 * (https://www.iana.org/assignments/iana-ipv4-special-registry and …-ipv6-special-registry). An address that carries
 * an IPv4 one inside (6to4, NAT64, Teredo) is refused whatever it carries: no host of Exigo needs it.
 */
const SPECIAL_IPV4 = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8",
  "100.64.0.0/10", // carrier-grade NAT
  "127.0.0.0/8",
  "169.254.0.0/16", // link-local, and the metadata service of every cloud
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and broadcast
];
const SPECIAL_IPV6 = [
  "::/127", // unspecified and loopback
  "64:ff9b::/96", // NAT64
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23", // Teredo among others
  "2001:db8::/32",
  "2002::/16", // 6to4
  "3fff::/20",
  "5f00::/16",
  "fc00::/7", // unique local
  "fe80::/10", // link-local
  "fec0::/10", // site-local, withdrawn and still routed by some
  "ff00::/8", // multicast
];

const special = new BlockList();
for (const range of SPECIAL_IPV4) special.addSubnet(...subnetOf(range), "ipv4");
for (const range of SPECIAL_IPV6) special.addSubnet(...subnetOf(range), "ipv6");

/** True when the address is one of the public internet's; an IPv4 address inside an IPv6 one counts as itself. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !special.check(address, family === 6 ? "ipv6" : "ipv4");
}

interface PublicLookupOptions {
  /** The system's way unless given. */
  readonly resolve?: ResolveName | undefined;
  /** Lets the name `localhost` lead to this machine. */
  readonly allowLoopback?: boolean;
}

/**
 * A lookup for Node's sockets that gives public addresses only. The socket connects to the very addresses that were
 * checked, so a name that answers differently a moment later leads nowhere else. A name of which even one address is
 * not public is refused whole: an honest one has none.
 */
export function createPublicLookup({
  resolve = resolveBySystem,
  allowLoopback = false,
}: PublicLookupOptions): LookupFunction {
  return (hostname, options, done) =>
    resolve(hostname, (error, addresses) => {
      if (error) return done(error, "");
      const mayLead = ({ address }: LookupAddress): boolean =>
        isPublicAddress(address) || (allowLoopback && hostname === "localhost");
      if (addresses.length === 0 || !addresses.every(mayLead))
        return done(new AddressRefusedFault(`${hostname} is not on the public internet`), "");
      const [first] = addresses as [LookupAddress, ...LookupAddress[]];
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
}

function subnetOf(range: string): [string, number] {
  const [network = "", bits] = range.split("/");
  return [network, Number(bits)];
}
