package io.github.mentagateway.settings;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The settings as they are written, for people and for programs that look on: of a secret only whether it is set. */
public final class ShownSettings {
  /** By the end of the name, of the gateway's own settings and of those that routes use. The path is what strangers must not know. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)gateway\\.tracing\\.header\\..*|.*(?:password|passwd|pwd|secret|token|key|credentials?|\\.auth\\.header-value|gateway\\.intake\\.path)(?:-next)?");
  /** A file's name, by its end. */
  private static final Pattern FILE = Pattern.compile("gateway\\.(?:tls\\.private-key|.*-(?:file|store))");
  private static final Pattern IN_URL = Pattern.compile("(?i)([a-z_-]*(?:password|passwd|pwd|secret|token|key|credentials?|sig|signature)=)[^&;#\\s]+");
  private static final Pattern USER_IN_URL = Pattern.compile("//[^/@\\s]+@");

  private ShownSettings() {}

  /** Each setting by its name, in the order of the names. */
  public static Map<String, String> of(Settings settings) {
    Map<String, String> shown = new TreeMap<>();
    settings.values().forEach((name, text) -> shown.put(name, shown(name, text.strip(), settings.secrets())));
    return shown;
  }

  private static String shown(String name, String text, Secrets secrets) {
    if (SECRET.matcher(name).matches() && !FILE.matcher(name).matches()) {
      return text.isEmpty() ? "not set" : "set";
    }
    String withoutUser = USER_IN_URL.matcher(secrets.redact(text)).replaceAll("//***@");
    return IN_URL.matcher(withoutUser).replaceAll("$1***");
  }
}
