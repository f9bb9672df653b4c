package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Kernel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Follows braces and parentheses to know whether a place is in code for the device. */
final class DeviceCode {
  private int braces;
  private int parentheses;
  private boolean pending;
  private boolean pendingKernel;
  private int kernelLine;
  private String name = "";
  private String lastIdentifier = "";
  private int parameters;
  private int angles;
  private int listDepth;
  private int bodyDepth = -1;
  private boolean bodyIsKernel;
  private int statements;

  boolean isInside() {
    return bodyDepth >= 0;
  }

  void kernel(int line) {
    if (!isInside()) {
      pending = true;
      pendingKernel = true;
      kernelLine = line;
      name = "";
      parameters = 0;
      angles = 0;
    }
  }

  void function(int line) {
    if (!isInside() && parentheses == 0) {
      if (!pending) {
        angles = 0;
        kernelLine = line;
        name = "";
      }
      pending = true;
    }
  }

  void identifier(byte[] text, int from, int to, int line) {
    if (pending && parentheses == 0 && angles == 0) {
      lastIdentifier = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
    if (pending && parameters == 0 && parentheses > 0) {
      parameters = 1;
    }
  }

  /** A mark of the language; gives a function for the device when its body closes. */
  @Nullable Kernel mark(byte c, int line) {
    switch (c) {
      case '(' -> {
        if (pending && parentheses == 0 && !lastIdentifier.equals("__launch_bounds__")) {
          name = lastIdentifier;
          parameters = 0;
          angles = 0;
          listDepth = 1;
        }
        parentheses++;
      }
      case ')' -> parentheses = Math.max(0, parentheses - 1);
      // The arguments of a specialised template stand between its name and its parameters.
      case '<' -> angles += pending && parentheses == 0 ? 1 : 0;
      case '>' -> angles = Math.max(0, angles - 1);
      case ',' -> parameters += pending && parentheses == listDepth ? 1 : 0;
      case ';' -> {
        statements++;
        if (parentheses == 0) {
          pending = false;
          pendingKernel = false;
        }
      }
      case '{' -> {
        if (pending && !isInside()) {
          bodyDepth = braces;
          bodyIsKernel = pendingKernel;
          statements = 0;
        }
        pending = false;
        pendingKernel = false;
        parentheses = 0;
        braces++;
      }
      case '}' -> {
        braces = Math.max(0, braces - 1);
        parentheses = 0;
        if (isInside() && braces <= bodyDepth) {
          bodyDepth = -1;
          return new Kernel(name, kernelLine, line, parameters, statements, 0, bodyIsKernel);
        }
      }
      default -> {}
    }
    return null;
  }
}
