package dev.promptcards.provider.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Ways to write where only this machine or its network leads.
public final class InsideSpellings {

    private static final List<String> ADDRESSES =
            List.of(
                    "127.0.0.1",
                    "127.1.2.3",
                    "10.0.0.5",
                    "172.16.0.1",
                    "192.168.1.1",
                    "169.254.169.254",
                    "100.64.0.1",
                    "0.0.0.0");

    private static final List<String> OTHERS =
            List.of(
                    "[::1]",
                    "[0:0:0:0:0:0:0:1]",
                    "[0000:0000:0000:0000:0000:0000:0000:0001]",
                    "[::0001]",
                    "[::0:1]",
                    "[::0.0.0.1]",
                    "[::]",
                    "[0::0]",
                    "[::1%25lo]",
                    "[::1%lo]",
                    "[fe80::1]",
                    "[FE80::1]",
                    "[fe80::1%25eth0]",
                    "[fe80::1%eth0]",
                    "[febf::1]",
                    "[fc00::1]",
                    "[fd00::1]",
                    "[FD12:3456:789a::1]",
                    "[fec0::1]",
                    "[ff02::1]",
                    "[ff05::2]",
                    "[fd00:ec2::254]",
                    "[FD00:0EC2:0:0:0:0:0:0254]",
                    "[fd20:ce::254]",
                    "[2001:db8::1]",
                    "[2001::1]",
                    "[100::1]",
                    "[64:ff9b:1::1]",
                    "100.100.100.200",
                    "168.63.129.16",
                    "192.0.0.192",
                    "224.0.0.1",
                    "239.255.255.255",
                    "255.255.255.255",
                    "240.0.0.1",
                    "198.18.0.1",
                    "127.1",
                    "127.0.1",
                    "0",
                    "0x0",
                    "00",
                    "1",
                    "127.0.0.1.1",
                    "256.0.0.1",
                    "127..1",
                    "[::ffff:7f00:1",
                    "[127.0.0.1]",
                    "[1]",
                    "localhost",
                    "LOCALHOST",
                    "LocalHost",
                    "localhost.",
                    "localhost..",
                    "a.localhost.",
                    "inside.test",
                    "INSIDE.test.",
                    "xn--inside.test",
                    "127.0.0.1.inside.test",
                    "2130706433.inside.test",
                    "0x7f000001.inside.test",
                    "metadata.inside.test",
                    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
                    "ｌｏｃａｌｈｏｓｔ",
                    "loc\u00adalhost",
                    "localhost%00.public.test",
                    "localhost%2epublic",
                    "127.0.0.1%2f.public.test",
                    "public.test%40127.0.0.1",
                    "127.0.0.1 ",
                    "127.0.0.1\\.public.test",
                    "public.test\\@127.0.0.1",
                    "127.0.0.1\t",
                    "_inside.test");

    private InsideSpellings() {}

    /// Hosts, as they stand in an address.
    public static List<String> hosts() {
        return Stream.concat(ADDRESSES.stream().flatMap(InsideSpellings::dresses), OTHERS.stream())
                .distinct()
                .toList();
    }

    private static Stream<String> dresses(String address) {
        byte[] b = InetAddress.ofLiteral(address).getAddress();
        int[] n = {b[0] & 0xff, b[1] & 0xff, b[2] & 0xff, b[3] & 0xff};
        long all = (((long) n[0] << 8 | n[1]) << 8 | n[2]) << 8 | n[3];
        String groups = "%x:%x".formatted(n[0] << 8 | n[1], n[2] << 8 | n[3]);
        String hidden = "%x:%x".formatted(0xffff ^ (n[0] << 8 | n[1]), 0xffff ^ (n[2] << 8 | n[3]));
        return Stream.of(
                address,
                address + ".",
                String.valueOf(all),
                "%d.".formatted(all),
                String.valueOf(all + (1L << 32)),
                "0x%08x".formatted(all),
                "0X%08X".formatted(all),
                "0%o".formatted(all),
                "0x%x.0x%x.0x%x.0x%x".formatted(n[0], n[1], n[2], n[3]),
                "0X%X.0X%X.0X%X.0X%X".formatted(n[0], n[1], n[2], n[3]),
                "0%o.0%o.0%o.0%o".formatted(n[0], n[1], n[2], n[3]),
                "00%o.00%o.00%o.00%o".formatted(n[0], n[1], n[2], n[3]),
                "%03d.%03d.%03d.%03d".formatted(n[0], n[1], n[2], n[3]),
                "%d.%d.%d.0x%x".formatted(n[0], n[1], n[2], n[3]),
                "0x%x.%d.0%o.%d".formatted(n[0], n[1], n[2], n[3]),
                "%d.%d.%d".formatted(n[0], n[1], n[2] << 8 | n[3]),
                "%d.%d".formatted(n[0], (n[1] << 8 | n[2]) << 8 | n[3]),
                "0x%x.%d".formatted(n[0], (n[1] << 8 | n[2]) << 8 | n[3]),
                "[::ffff:" + address + "]",
                "[::FFFF:" + groups.toUpperCase(Locale.ROOT) + "]",
                "[0:0:0:0:0:ffff:" + groups + "]",
                "[0000:0000:0000:0000:0000:ffff:" + address + "]",
                "[::" + groups + "]",
                "[::" + address + "]",
                "[::ffff:0:" + address + "]",
                "[64:ff9b::" + address + "]",
                "[64:FF9B::" + groups.toUpperCase(Locale.ROOT) + "]",
                "[64:ff9b:1::" + groups + "]",
                "[2002:" + groups + "::]",
                "[2002:" + groups + "::1]",
                "[2001:0:" + groups + "::1]",
                "[2001:0:808:808:0:0:" + hidden + "]",
                "public.test@" + address,
                "public.test:80@" + address,
                translated(address, '０', '.'),
                translated(address, '0', '。'),
                translated(address, '0', '．'),
                address.replace("1", "①").replace("0", "⓪"),
                percentEncoded(address));
    }

    private static String translated(String address, char zero, char dot) {
        var text = new StringBuilder();
        address.chars().forEach(c -> text.append((char) (c == '.' ? dot : c - '0' + zero)));
        return text.toString();
    }

    private static String percentEncoded(String address) {
        var text = new StringBuilder();
        address.chars().forEach(c -> text.append("%%%02x".formatted(c)));
        return text.toString();
    }
}
