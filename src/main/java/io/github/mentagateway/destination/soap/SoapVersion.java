package io.github.mentagateway.destination.soap;

import org.apache.camel.Message;

/** What the two versions of SOAP write differently (SOAP 1.1, 6.1.1; SOAP 1.2 part 2, 7.5.2). */
enum SoapVersion {
  V1_1("http://schemas.xmlsoap.org/soap/envelope/", "text/xml; charset=UTF-8"),
  V1_2("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml; charset=UTF-8");

  private final String namespace;
  private final String contentType;

  SoapVersion(String namespace, String contentType) {
    this.namespace = namespace;
    this.contentType = contentType;
  }

  static SoapVersion of(String text) {
    return switch (text) {
      case "1.1" -> V1_1;
      case "1.2" -> V1_2;
      default -> throw new IllegalArgumentException("version is '" + text + "': it must be 1.1 or 1.2, in quotes");
    };
  }

  static boolean isNamespace(String uri) {
    return V1_1.namespace.equals(uri) || V1_2.namespace.equals(uri);
  }

  String contentType(String action) {
    return this == V1_1 || action.isEmpty() ? contentType : contentType + "; action=\"" + action + '"';
  }

  /** SOAP 1.1 wants the header, even with nothing to say. */
  void putAction(Message request, String action) {
    if (this == V1_1) {
      request.setHeader("SOAPAction", '"' + action + '"');
    }
  }

  /** @param header what stands in the header; an empty text for no header */
  String envelope(String header, String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope xmlns:soap=\"" + namespace + "\">"
        + (header.isEmpty() ? "" : "<soap:Header>" + header + "</soap:Header>") + "<soap:Body>" + body + "</soap:Body></soap:Envelope>";
  }
}
