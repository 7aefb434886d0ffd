package io.github.mentagateway.settings;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings for people and for programs that look on. The gateway knows which of its own are secrets; of these it shows only whether they are
 * set, and the others as they are written. It cannot know what Camel's settings and the authors' own values hold: of these it shows only whether
 * they are set, the host that a URL leads to, and Camel's numbers and flags.
 */
public final class ShownSettings {
  /** By the end of the name. The path is what strangers must not know. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)gateway\\.tracing\\.header\\..*|.*(?:password|passwd|pwd|secret|token|key|credentials?|\\.auth\\.header-value|gateway\\.intake\\.path)(?:-next)?");
  /** A file's name, by its end. */
  private static final Pattern FILE = Pattern.compile("gateway\\.(?:tls\\.private-key|.*-(?:file|store))");
  /** Of Camel's; no other says anything that could not be a secret. */
  private static final Pattern NUMBER_OR_FLAG = Pattern.compile("true|false|[0-9]{1,9}");
  private static final Pattern IN_URL = Pattern.compile("(?i)([\\w.-]*(?:pass|pwd|secret|token|key|credential|sig|auth)[\\w.-]*=)[^&;#\\s]+");
  private static final Pattern QUERY = Pattern.compile("(?i)^(https?://[^?#]*)[?#].*");
  /** To the last sign, because a password may hold one. Some drivers have no slashes before the user: {@code jdbc:oracle:thin:scott/tiger@host}. */
  private static final Pattern USER = Pattern.compile("^(jdbc:[A-Za-z0-9]+:|[A-Za-z0-9+.-]+://).*@");
  private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)(?:[^/?#\\s]*@)?"
      + "((?:[A-Za-z0-9.-]+|\\{\\{[\\w.-]+}}|\\[[0-9A-Fa-f:.]+])(?::[0-9]+)?)([/?#][^@]*)?");

  private ShownSettings() {}

  /** Each setting by its name, in the order of the names. */
  public static Map<String, String> of(Settings settings) {
    Map<String, String> shown = new TreeMap<>();
    settings.values().forEach((name, text) -> shown.put(name, shown(name, text.strip(), settings.secrets())));
    return shown;
  }

  private static String shown(String name, String text, Secrets secrets) {
    boolean secret = SECRET.matcher(name).matches() && !FILE.matcher(name).matches();
    if (name.startsWith("gateway.") && !secret) {
      String withoutUser = USER.matcher(secrets.redact(text)).replaceFirst("$1***@");
      return IN_URL.matcher(QUERY.matcher(withoutUser).replaceFirst("$1?***")).replaceAll("$1***");
    }
    if (name.startsWith("camel.") && !secret && NUMBER_OR_FLAG.matcher(text).matches()) {
      return text;
    }
    Matcher url = URL.matcher(text);
    if (!secret && url.matches()) {
      return url.group(1) + url.group(2) + (url.group(3) == null ? "" : "/***");
    }
    return text.isEmpty() ? "not set" : "set";
  }
}
