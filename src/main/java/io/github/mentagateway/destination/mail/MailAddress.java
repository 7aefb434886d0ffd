package io.github.mentagateway.destination.mail;

import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads exactly one mailbox from a text, with its domain as the DNS spells it. Only the mail server knows whether there is such a mailbox.
 * Lists, groups, comments, routes and numeric hosts are refused, because each of them can name another mailbox than the one that was meant.
 */
public final class MailAddress {
  private static final Pattern OUTER_BLANKS = Pattern.compile("^[\\p{IsWhite_Space}\\uFEFF\\u200B]+|[\\p{IsWhite_Space}\\uFEFF\\u200B]+$");
  private static final String ATOM = "(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\\x00-\\x7F\\p{C}\\p{Z}])+";
  private static final String QUOTED = "\"(?:[ !#-\\[\\]-~]|\\\\[ -~])+\"";
  private static final Pattern LOCAL_PART = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*|" + QUOTED);
  private static final int LONGEST_LOCAL_PART = 64;
  private static final Pattern DOMAIN = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63})*");
  /** IDNA 2003, which the JDK has, and IDNA 2008 make different domains of these characters. */
  private static final Pattern AMBIGUOUS = Pattern.compile("[\\u00DF\\u1E9E\\u03C2\\u200C\\u200D]");
  private static final Pattern NAMED = Pattern.compile("(\"[^\"]*\"|[^\"<>@,;:()]*)<([^<>]*)>");

  private MailAddress() {}

  /** The address; empty when the text is not exactly one. Blanks around it do not count. */
  public static Optional<InternetAddress> of(String text) {
    String address = OUTER_BLANKS.matcher(text).replaceAll("");
    int at = address.lastIndexOf('@');
    return at < 0 || !isLocalPart(address.substring(0, at)) ? Optional.empty()
        : domain(address.substring(at + 1)).map(domain -> mailbox(address.substring(0, at + 1) + domain));
  }

  /** As {@link #of}, or {@code Name <address>}, because a sender may have a name. */
  static Optional<InternetAddress> named(String text) {
    Matcher named = NAMED.matcher(text.strip());
    return named.matches() ? of(named.group(2)).map(address -> withName(address, named.group(1).strip().replace("\"", ""))) : of(text);
  }

  /** Whether only a mail server that offers SMTPUTF8 can take the address. */
  static boolean needsUtf8(InternetAddress address) {
    return !StandardCharsets.US_ASCII.newEncoder().canEncode(address.getAddress());
  }

  /** A server may fold the text to plain letters, which must not make a second address of it. */
  private static boolean isLocalPart(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LOCAL_PART && LOCAL_PART.matcher(text).matches()
        && LOCAL_PART.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).matches();
  }

  private static Optional<String> domain(String text) {
    try {
      return AMBIGUOUS.matcher(text).find() ? Optional.empty()
          : Optional.of(IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES | IDN.ALLOW_UNASSIGNED)).filter(DOMAIN.asMatchPredicate());
    } catch (IllegalArgumentException noDomain) {
      return Optional.empty();
    }
  }

  /** The address is set and not parsed, because a parser looks for more than one. */
  private static InternetAddress mailbox(String address) {
    InternetAddress mailbox = new InternetAddress();
    mailbox.setAddress(address);
    return mailbox;
  }

  private static InternetAddress withName(InternetAddress address, String name) {
    try {
      address.setPersonal(name.isEmpty() ? null : name, "UTF-8");
      return address;
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
