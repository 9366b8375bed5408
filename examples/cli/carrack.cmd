@echo off
rem Runs the command line from the jar the build made. JAVA_OPTS goes to the JVM, e.g. -Xmx64m.
setlocal
set "jar=%~dp0target\carrack.jar"
if not exist "%jar%" (
  echo carrack: not built yet; run mvnw.cmd -q -DskipTests package in the repository's root 1>&2
  exit /b 1
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
rem The serial collector starts faster and needs less memory; JAVA_OPTS may choose another.
set "gc=-XX:+UseSerialGC"
if defined JAVA_OPTS if not "%JAVA_OPTS:GC=%"=="%JAVA_OPTS%" set "gc="
"%java%" %gc% %JAVA_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%
