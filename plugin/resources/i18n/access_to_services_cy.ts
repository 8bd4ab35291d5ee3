<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="cy" sourcelanguage="en">
<context>
    <name>AccessToServices</name>
    <message>
        <location filename="../../../plugin/client/environment.py"/>
        <source>The Python named in the settings, {path}, is not there or closed to you.</source>
        <translation type="unfinished">Nid yw’r Python a enwir yn y gosodiadau, {path}, yno neu mae ar gau i chi.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/environment.py"/>
        <source>The Python environment for the calculations is not set up yet.</source>
        <translation type="unfinished">Nid yw’r amgylchedd Python ar gyfer y cyfrifiadau wedi’i osod eto.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/environment.py"/>
        <source>The Python environment for the calculations is ready.</source>
        <translation type="unfinished">Mae’r amgylchedd Python ar gyfer y cyfrifiadau yn barod.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/environment.py"/>
        <source>The Python environment was set up for another version of this plugin.</source>
        <translation type="unfinished">Gosodwyd yr amgylchedd Python ar gyfer fersiwn arall o’r ategyn hwn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/environment.py"/>
        <source>The Python environment is damaged: its Python is gone.</source>
        <translation type="unfinished">Mae’r amgylchedd Python wedi’i ddifrodi: mae ei Python wedi diflannu.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>Open the panel “Access to Services”, page “Environment”, and press “Set up”.</source>
        <translation type="unfinished">Agorwch y panel “Mynediad at Wasanaethau”, tudalen “Amgylchedd”, a phwyswch “Gosod”.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>Open the panel “Access to Services”, page “Environment”, and press “Update”.</source>
        <translation type="unfinished">Agorwch y panel “Mynediad at Wasanaethau”, tudalen “Amgylchedd”, a phwyswch “Diweddaru”.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>Open the panel “Access to Services”, page “Environment”, and press “Repair”.</source>
        <translation type="unfinished">Agorwch y panel “Mynediad at Wasanaethau”, tudalen “Amgylchedd”, a phwyswch “Trwsio”.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>The Python of the environment could not be started: {path}</source>
        <translation type="unfinished">Ni ellid cychwyn Python yr amgylchedd: {path}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>signal {code}</source>
        <translation type="unfinished">signal {code}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>exit code {code}</source>
        <translation type="unfinished">cod gadael {code}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>The calculation stopped unexpectedly ({reason}). QGIS and your layers are not affected; try again.</source>
        <translation type="unfinished">Stopiodd y cyfrifiad yn annisgwyl ({reason}). Nid effeithir ar QGIS na’ch haenau; rhowch gynnig arall arni.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>The computer may have run out of memory: close other programs, or ask for fewer points or a shorter time window.</source>
        <translation type="unfinished">Efallai fod cof y cyfrifiadur yn llawn: caewch raglenni eraill, neu gofynnwch am lai o bwyntiau neu ffenestr amser fyrrach.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>The calculation process gave no answer within {seconds} seconds.</source>
        <translation type="unfinished">Ni roddodd y broses gyfrifo ateb o fewn {seconds} eiliad.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>The plugin and its calculation process do not fit together: protocol {found} instead of {wanted}.</source>
        <translation type="unfinished">Nid yw’r ategyn a’i broses gyfrifo yn cyd-fynd: protocol {found} yn lle {wanted}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>The calculation process loaded the package from {found} instead of {wanted}.</source>
        <translation type="unfinished">Llwythodd y broses gyfrifo’r pecyn o {found} yn lle {wanted}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>Cancelled.</source>
        <translation type="unfinished">Canslwyd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>If it happens again, press “Check” or “Repair” on the page “Environment”.</source>
        <translation type="unfinished">Os digwydd hyn eto, pwyswch “Gwirio” neu “Trwsio” ar y dudalen “Amgylchedd”.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/failures.py"/>
        <source>Install the plugin again, then restart QGIS.</source>
        <translation type="unfinished">Gosodwch yr ategyn eto, yna ailgychwynnwch QGIS.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Looking for Python</source>
        <translation type="unfinished">Chwilio am Python</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Removing files</source>
        <translation type="unfinished">Tynnu ffeiliau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Removing files of an earlier attempt</source>
        <translation type="unfinished">Tynnu ffeiliau ymgais flaenorol</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Making an environment with Python {version}</source>
        <translation type="unfinished">Creu amgylchedd gyda Python {version}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Looking for libraries</source>
        <translation type="unfinished">Chwilio am lyfrgelloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Installing libraries: {count} of {whole}</source>
        <translation type="unfinished">Gosod llyfrgelloedd: {count} o {whole}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Compiling the searches</source>
        <translation type="unfinished">Crynhoi’r chwiliadau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Removing what was begun</source>
        <translation type="unfinished">Tynnu’r hyn a ddechreuwyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Some files could not be removed: {folder}</source>
        <translation type="unfinished">Ni ellid tynnu rhai ffeiliau: {folder}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>A program may use them. Restart QGIS, then press “Remove” again.</source>
        <translation type="unfinished">Efallai fod rhaglen yn eu defnyddio. Ailgychwynnwch QGIS, yna pwyswch “Tynnu” eto.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>There are no wheels (files that end in .whl) in {folder}.</source>
        <translation type="unfinished">Nid oes olwynion (ffeiliau sy’n gorffen gyda .whl) yn {folder}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Choose another folder, or leave “Folder of wheels” empty.</source>
        <translation type="unfinished">Dewiswch ffolder arall, neu gadewch “Ffolder olwynion” yn wag.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>There is not enough room on the disk of {folder}: {needed} GB are needed, {free} GB are free.</source>
        <translation type="unfinished">Nid oes digon o le ar ddisg {folder}: mae angen {needed} GB, mae {free} GB yn rhydd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Make room and try again. {advice}</source>
        <translation type="unfinished">Gwnewch le a rhowch gynnig arall arni. {advice}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>The folder for the environment cannot be written: {folder}</source>
        <translation type="unfinished">Ni ellir ysgrifennu i ffolder yr amgylchedd: {folder}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Ask your IT department for the right to write there. {advice}</source>
        <translation type="unfinished">Gofynnwch i’ch adran TG am yr hawl i ysgrifennu yno. {advice}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Or set the variable {name} to another folder and restart QGIS.</source>
        <translation type="unfinished">Neu gosodwch y newidyn {name} i ffolder arall ac ailgychwyn QGIS.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Python {version} on this computer cannot make environments.</source>
        <translation type="unfinished">Ni all Python {version} ar y cyfrifiadur hwn greu amgylcheddau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/installer.py"/>
        <source>Run “sudo apt install python{minor}-venv”, then try again.</source>
        <translation type="unfinished">Rhedwch “sudo apt install python{minor}-venv”, yna rhowch gynnig arall arni.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>Python {oldest} to {newest}, 64 bit</source>
        <translation type="unfinished">Python {oldest} i {newest}, 64 did</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>Python {version} at {path} would do, but its module “{part}” is missing, without which no environment can be made.</source>
        <translation type="unfinished">Byddai Python {version} yn {path} yn gwneud y tro, ond mae ei fodiwl “{part}” ar goll, ac ni ellir creu amgylchedd hebddo.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>On Debian and Ubuntu, run “sudo apt install python{minor}-venv” or “sudo apt install python3-venv”, then try again. Elsewhere, install Python from python.org.</source>
        <translation type="unfinished">Ar Debian ac Ubuntu, rhedwch “sudo apt install python{minor}-venv” neu “sudo apt install python3-venv”, yna rhowch gynnig arall arni. Fel arall, gosodwch Python o python.org.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>{path} is no Python, or did not answer.</source>
        <translation type="unfinished">Nid Python yw {path}, neu nid atebodd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>{path} is Python {version}, but not the usual one (CPython).</source>
        <translation type="unfinished">Python {version} yw {path}, ond nid yr un arferol (CPython).</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>{path} is Python {version} for 32 bit.</source>
        <translation type="unfinished">Python {version} ar gyfer 32 did yw {path}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>{path} is Python {version}.</source>
        <translation type="unfinished">Python {version} yw {path}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>The calculations need {range}.</source>
        <translation type="unfinished">Mae’r cyfrifiadau angen {range}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>Choose another one under “Python to use”, or leave that empty: then one is searched.</source>
        <translation type="unfinished">Dewiswch un arall o dan “Python i’w ddefnyddio”, neu gadewch hwnnw’n wag: yna chwilir am un.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>The calculations need {range}. QGIS {qgis} itself carries Python {own}, which {why}.</source>
        <translation type="unfinished">Mae’r cyfrifiadau angen {range}. Mae QGIS {qgis} ei hun yn cynnwys Python {own}, sydd {why}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>No Python that fits was found on this computer.</source>
        <translation type="unfinished">Ni chafwyd hyd i Python addas ar y cyfrifiadur hwn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>is too old for the libraries</source>
        <translation type="unfinished">yn rhy hen i’r llyfrgelloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>is too new for the libraries</source>
        <translation type="unfinished">yn rhy newydd i’r llyfrgelloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>cannot be started from outside QGIS</source>
        <translation type="unfinished">yn un na ellir ei gychwyn o’r tu allan i QGIS</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>Either install Python 3.12 from python.org or the Microsoft Store, which needs no administrator, and try again;</source>
        <translation type="unfinished">Naill ai gosodwch Python 3.12 o python.org neu’r Microsoft Store, nad oes angen gweinyddwr ar ei gyfer, a rhowch gynnig arall arni;</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>Either install Python 3.12 from python.org and try again;</source>
        <translation type="unfinished">Naill ai gosodwch Python 3.12 o python.org a rhowch gynnig arall arni;</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>Either install one with your package manager, such as “sudo apt install python3.12 python3.12-venv”, and try again;</source>
        <translation type="unfinished">Naill ai gosodwch un gyda’ch rheolwr pecynnau, megis “sudo apt install python3.12 python3.12-venv”, a rhowch gynnig arall arni;</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/interpreters.py"/>
        <source>or, where one is installed in an unusual place (Anaconda, a shared drive), name it under “Python to use”.</source>
        <translation type="unfinished">neu, lle mae un wedi’i osod mewn man anarferol (Anaconda, gyriant a rennir), enwch ef o dan “Python i’w ddefnyddio”.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Reading {name}</source>
        <translation type="unfinished">Darllen {name}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Looking for {name}</source>
        <translation type="unfinished">Chwilio am {name}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Downloading {name}</source>
        <translation type="unfinished">Lawrlwytho {name}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>The libraries could not be installed.</source>
        <translation type="unfinished">Ni ellid gosod y llyfrgelloedd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>“Details” shows what the installer wrote. Try again, or show it to whoever helps you.</source>
        <translation type="unfinished">Mae “Manylion” yn dangos yr hyn a ysgrifennodd y gosodwr. Rhowch gynnig arall arni, neu dangoswch ef i bwy bynnag sy’n eich helpu.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>The disk is full.</source>
        <translation type="unfinished">Mae’r ddisg yn llawn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Make room, then try again. What had been begun was removed.</source>
        <translation type="unfinished">Gwnewch le, yna rhowch gynnig arall arni. Tynnwyd yr hyn a ddechreuwyd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>The SOCKS proxy of QGIS's settings cannot be used for the installation.</source>
        <translation type="unfinished">Ni ellir defnyddio’r dirprwy SOCKS yng ngosodiadau QGIS ar gyfer y gosodiad.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Ask your IT department for an HTTP proxy and enter it in Settings, Options, Network; or install from a folder of wheels.</source>
        <translation type="unfinished">Gofynnwch i’ch adran TG am ddirprwy HTTP a’i roi yn Gosodiadau, Dewisiadau, Rhwydwaith; neu gosodwch o ffolder olwynion.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>The proxy did not let the installation through.</source>
        <translation type="unfinished">Ni adawodd y dirprwy i’r gosodiad fynd drwodd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Check the proxy in Settings, Options, Network: host, port, user and password. Or install from a folder of wheels.</source>
        <translation type="unfinished">Gwiriwch y dirprwy yn Gosodiadau, Dewisiadau, Rhwydwaith: gwesteiwr, porth, defnyddiwr a chyfrinair. Neu gosodwch o ffolder olwynion.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>The certificate of the server from which libraries are loaded is not trusted.</source>
        <translation type="unfinished">Nid ymddiriedir yn nhystysgrif y gweinydd y llwythir llyfrgelloedd ohono.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Your network probably checks encrypted traffic. Ask your IT department for its root certificate and give its path to pip (pip config set global.cert PATH); or install from a folder of wheels.</source>
        <translation type="unfinished">Mae’n debyg bod eich rhwydwaith yn gwirio traffig wedi’i amgryptio. Gofynnwch i’ch adran TG am ei thystysgrif wraidd a rhoi ei llwybr i pip (pip config set global.cert PATH); neu gosodwch o ffolder olwynion.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>There is no connection to the server from which libraries are loaded.</source>
        <translation type="unfinished">Nid oes cysylltiad â’r gweinydd y llwythir llyfrgelloedd ohono.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Check the connection and the proxy in Settings, Options, Network. Without a connection, install from a folder of wheels.</source>
        <translation type="unfinished">Gwiriwch y cysylltiad a’r dirprwy yn Gosodiadau, Dewisiadau, Rhwydwaith. Heb gysylltiad, gosodwch o ffolder olwynion.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>The server from which libraries are loaded refused the request ({0}).</source>
        <translation type="unfinished">Gwrthododd y gweinydd y llwythir llyfrgelloedd ohono’r cais ({0}).</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Check the address and password in your pip configuration (pip config list).</source>
        <translation type="unfinished">Gwiriwch y cyfeiriad a’r cyfrinair yn eich ffurfweddiad pip (pip config list).</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>A file could not be written.</source>
        <translation type="unfinished">Ni ellid ysgrifennu ffeil.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>A virus scanner may hold it, or the folder is protected. Try again; “Details” names the file.</source>
        <translation type="unfinished">Efallai fod sganiwr feirysau yn ei dal, neu fod y ffolder wedi’i diogelu. Rhowch gynnig arall arni; mae “Manylion” yn enwi’r ffeil.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Choose another Python version under “Python to use”. If your pip configuration names a server of your own, ask whoever runs it for the library.</source>
        <translation type="unfinished">Dewiswch fersiwn arall o Python o dan “Python i’w ddefnyddio”. Os yw eich ffurfweddiad pip yn enwi gweinydd eich hun, gofynnwch i bwy bynnag sy’n ei redeg am y llyfrgell.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>There is no ready-made “{name}” for Python {version} on this computer.</source>
        <translation type="unfinished">Nid oes “{name}” parod ar gyfer Python {version} ar y cyfrifiadur hwn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>Fill it on a computer of the same kind that has a connection and Python {minor}: the options of the set-up tell how.</source>
        <translation type="unfinished">Llenwch hi ar gyfrifiadur o’r un math sydd â chysylltiad a Python {minor}: mae dewisiadau’r gosod yn dweud sut.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/pip_words.py"/>
        <source>The folder of wheels has no “{name}” for Python {version} on this computer.</source>
        <translation type="unfinished">Nid oes “{name}” ar gyfer Python {version} ar y cyfrifiadur hwn yn y ffolder olwynion.</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>depart at {moment}</source>
        <translation type="unfinished">gadael am {moment}</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>switch off “{label}”</source>
        <translation type="unfinished">diffoddwch “{label}”</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Leave out faulty rows</source>
        <translation type="unfinished">Hepgor rhesi diffygiol</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Alternatives</source>
        <translation>Dewisiadau eraill</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Area</source>
        <translation>Ardal</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Around the area</source>
        <translation type="unfinished">O amgylch yr ardal</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Breakdown</source>
        <translation type="unfinished">Dadansoddiad</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Cell size</source>
        <translation type="unfinished">Maint y celloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Several places</source>
        <translation type="unfinished">Sawl lle</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Coordinate reference system</source>
        <translation>System gyfeirnodi cyfesurynnau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Destinations</source>
        <translation>Cyrchfannau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Fares</source>
        <translation>Prisiau tocynnau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/panel/network_page.py"/>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Timetables</source>
        <translation>Amserlenni</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Minutes</source>
        <translation>Munudau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/panel/dock.py"/>
        <location filename="../../../plugin/processing/base.py"/>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <location filename="../../../plugin/processing/networks.py"/>
        <source>Network</source>
        <translation>Rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Origins</source>
        <translation>Mannau cychwyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Street map</source>
        <translation>Map strydoedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Output</source>
        <translation>Allbwn</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Pairs</source>
        <translation>Parau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Percentile</source>
        <translation>Canradd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Percentiles</source>
        <translation>Canraddau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Areas</source>
        <translation>Ardaloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Farthest stop from a street</source>
        <translation type="unfinished">Pellter mwyaf safle o stryd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Date and time</source>
        <translation>Dyddiad ac amser</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Window</source>
        <translation>Ffenestr amser</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Ways to the first stop</source>
        <translation type="unfinished">Ffyrdd i’r safle cyntaf</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Refuse days that some timetables miss</source>
        <translation type="unfinished">Gwrthod dyddiau nad yw rhai amserlenni’n eu cynnwys</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Time kept before boarding</source>
        <translation type="unfinished">Amser a gedwir cyn mynd ar y cerbyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Cycling speed</source>
        <translation>Cyflymder beicio</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Ways without a vehicle</source>
        <translation type="unfinished">Ffyrdd heb gerbyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Ways from the last stop</source>
        <translation type="unfinished">Ffyrdd o’r safle olaf</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Longest way by car</source>
        <translation type="unfinished">Taith hiraf mewn car</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Longest way by bicycle</source>
        <translation type="unfinished">Taith hiraf ar feic</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Most vehicles</source>
        <translation type="unfinished">Nifer mwyaf y cerbydau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Longest travel time</source>
        <translation>Amser teithio hiraf</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Longest change on foot</source>
        <translation type="unfinished">Newid hiraf ar droed</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Longest walk</source>
        <translation>Taith gerdded hiraf</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Way to travel</source>
        <translation>Dull teithio</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <source>Farthest from a street</source>
        <translation type="unfinished">Pellter mwyaf o stryd</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <location filename="../../../plugin/panel/network_page.py"/>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Vehicles</source>
        <translation>Cerbydau</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Walking speed</source>
        <translation>Cyflymder cerdded</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Wheelchair</source>
        <translation>Cadair olwyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/client/wording.py"/>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Stops and vehicles that do not say</source>
        <translation type="unfinished">Safleoedd a cherbydau nad ydynt yn dweud</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/finish.py"/>
        <location filename="../../../plugin/panel/dock.py"/>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Isochrones</source>
        <translation>Isocronau</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/finish.py"/>
        <location filename="../../../plugin/panel/kept.py"/>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Places on streets</source>
        <translation type="unfinished">Lleoedd ar strydoedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/finish.py"/>
        <location filename="../../../plugin/panel/kept.py"/>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Points without an answer</source>
        <translation type="unfinished">Pwyntiau heb ateb</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/finish.py"/>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Itineraries</source>
        <translation>Teithlenni</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/finish.py"/>
        <location filename="../../../plugin/processing/travel.py"/>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Travel times</source>
        <translation>Amseroedd teithio</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/finish.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>up to {duration}</source>
        <translation>hyd at {duration}</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/finish.py"/>
        <source>arriving by {moment}</source>
        <translation type="unfinished">yn cyrraedd erbyn {moment}</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/finish.py"/>
        <source>leaving at {moment}</source>
        <translation type="unfinished">yn gadael am {moment}</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/finish.py"/>
        <source> {sign} {minutes} minutes</source>
        <translation type="unfinished"> {sign} {minutes} munud</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/metadata.py"/>
        <source>{moment}: {op} by {product} in QGIS {version}</source>
        <translation type="unfinished">{moment}: {op} gan {product} yn QGIS {version}</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/metadata.py"/>
        <source>Made by {product}.</source>
        <translation type="unfinished">Gwnaed gan {product}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/metadata.py"/>
        <source>Inputs: {inputs}.</source>
        <translation type="unfinished">Mewnbynnau: {inputs}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/metadata.py"/>
        <source>Network: {key}.</source>
        <translation type="unfinished">Rhwydwaith: {key}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/metadata.py"/>
        <source>When: {when}.</source>
        <translation type="unfinished">Pryd: {when}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/metadata.py"/>
        <source>Options: {options}.</source>
        <translation type="unfinished">Dewisiadau: {options}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/modes.py"/>
        <source>public transport</source>
        <translation>trafnidiaeth gyhoeddus</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/modes.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>on foot</source>
        <translation>ar droed</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/modes.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>by bicycle</source>
        <translation>ar feic</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/modes.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>by car</source>
        <translation>mewn car</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>{layer}: the layer says no coordinate reference system. Set it in its properties.</source>
        <translation type="unfinished">{layer}: nid yw’r haen yn nodi system gyfeirnodi cyfesurynnau. Gosodwch hi yn ei phriodweddau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>{layer}: the layer has no features with a geometry. Give at least one point.</source>
        <translation type="unfinished">{layer}: nid oes gan yr haen nodweddion â geometreg. Rhowch o leiaf un pwynt.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>the identifier "{name}" stands on several features.</source>
        <translation type="unfinished">mae’r dynodydd "{name}" ar sawl nodwedd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>Choose a field whose values differ, or none.</source>
        <translation type="unfinished">Dewiswch faes y mae ei werthoedd yn wahanol, neu ddim un.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>{layer}: areas are represented by a point on their surface ({count}).</source>
        <translation type="unfinished">{layer}: cynrychiolir ardaloedd gan bwynt ar eu harwyneb ({count}).</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>{layer}: features without geometry are left out ({count}): {listed}</source>
        <translation type="unfinished">{layer}: hepgorir nodweddion heb geometreg ({count}): {listed}</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>feature {name} has no identifier that is text or a whole number.</source>
        <translation type="unfinished">nid oes gan nodwedd {name} ddynodydd sy’n destun neu’n rhif cyfan.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>Choose another field, or none to count the features.</source>
        <translation type="unfinished">Dewiswch faes arall, neu ddim un i rifo’r nodweddion.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>feature {name} is neither a point nor an area.</source>
        <translation type="unfinished">nid yw nodwedd {name} yn bwynt nac yn ardal.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>Make points first, such as centroids.</source>
        <translation type="unfinished">Gwnewch bwyntiau yn gyntaf, megis craiddbwyntiau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/points.py"/>
        <source>{layer}: the coordinates of "{name}" lie nowhere on Earth. Check the CRS.</source>
        <translation type="unfinished">{layer}: nid yw cyfesurynnau "{name}" yn unman ar y Ddaear. Gwiriwch y CRS.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/question.py"/>
        <source>The network {network} is not there any more. Build it again, or move it back.</source>
        <translation type="unfinished">Nid yw’r rhwydwaith {network} yno mwyach. Adeiladwch ef eto, neu symudwch ef yn ôl.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/question.py"/>
        <source>The layer "{name}" is not there any more. Add it to the project again.</source>
        <translation type="unfinished">Nid yw’r haen "{name}" yno mwyach. Ychwanegwch hi at y prosiect eto.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/rerun.py"/>
        <source>Run again</source>
        <translation>Rhedeg eto</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/rerun.py"/>
        <source>Stop editing the layer before it is run again.</source>
        <translation type="unfinished">Rhowch y gorau i olygu’r haen cyn ei rhedeg eto.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/rerun.py"/>
        <source>Run again: {names}</source>
        <translation type="unfinished">Rhedeg eto: {names}</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/rerun.py"/>
        <source>{name} is as it was: the new result cannot be written. {reason}</source>
        <translation type="unfinished">Mae {name} fel yr oedd: ni ellir ysgrifennu’r canlyniad newydd. {reason}</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/rerun.py"/>
        <source>{name} was worked out again.</source>
        <translation type="unfinished">Cyfrifwyd {name} eto.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/rerun.py"/>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <location filename="../../../plugin/panel/messages.py"/>
        <source>Details</source>
        <translation>Manylion</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/storage.py"/>
        <location filename="../../../plugin/panel/dock.py"/>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <location filename="../../../plugin/panel/messages.py"/>
        <location filename="../../../plugin/plugin.py"/>
        <location filename="../../../plugin/processing/provider.py"/>
        <source>Access to Services</source>
        <translation>Mynediad at Wasanaethau</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/storage.py"/>
        <source>Results are temporary until the project is saved; then they are kept in its folder.</source>
        <translation type="unfinished">Mae canlyniadau dros dro nes cadw’r prosiect; yna fe’u cedwir yn ei ffolder.</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/storage.py"/>
        <source>Save project…</source>
        <translation>Cadw'r prosiect…</translation>
    </message>
    <message>
        <location filename="../../../plugin/layers/storage.py"/>
        <source>Results stay temporary, since they cannot be written. {reason}</source>
        <translation type="unfinished">Mae’r canlyniadau’n parhau dros dro, gan na ellir eu hysgrifennu. {reason}</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/checks_table.py"/>
        <source>well</source>
        <translation type="unfinished">iawn</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/checks_table.py"/>
        <source>wrong</source>
        <translation type="unfinished">o’i le</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/checks_table.py"/>
        <source>All {count} checks are well.</source>
        <translation type="unfinished">Mae pob un o’r {count} gwiriad yn iawn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/checks_table.py"/>
        <source>{wrong} of {count} checks found something wrong.</source>
        <translation type="unfinished">Canfu {wrong} o {count} gwiriad rywbeth o’i le.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/dock.py"/>
        <source>Environment</source>
        <translation>Amgylchedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>&amp;Update</source>
        <translation type="unfinished">&amp;Diweddaru</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>&amp;Set up</source>
        <translation type="unfinished">&amp;Gosod</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Set &amp;up another</source>
        <translation type="unfinished">Gosod un &amp;arall</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Re&amp;pair</source>
        <translation>&amp;Trwsio</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Searched on this computer</source>
        <translation type="unfinished">Chwilir ar y cyfrifiadur hwn</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>None: download</source>
        <translation type="unfinished">Dim: lawrlwytho</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Set up first?</source>
        <translation type="unfinished">Gosod yn gyntaf?</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Setting up…</source>
        <translation type="unfinished">Gosod…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Remove the environment in {folder}? Networks and layers stay; to calculate again, it has to be set up again.</source>
        <translation type="unfinished">Tynnu’r amgylchedd yn {folder}? Mae rhwydweithiau a haenau’n aros; i gyfrifo eto, rhaid ei osod eto.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Remove</source>
        <translation>Tynnu</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Removing…</source>
        <translation type="unfinished">Tynnu…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Checking…</source>
        <translation type="unfinished">Gwirio…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Loading the libraries</source>
        <translation type="unfinished">Llwytho’r llyfrgelloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Libraries</source>
        <translation type="unfinished">Llyfrgelloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Not set up yet</source>
        <translation type="unfinished">Heb ei osod eto</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <location filename="../../../plugin/panel/status_line.py"/>
        <source>Ready</source>
        <translation>Yn barod</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Needs an update</source>
        <translation type="unfinished">Angen ei ddiweddaru</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Damaged</source>
        <translation type="unfinished">Wedi’i ddifrodi</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>The Python named in the settings is used as it is: {path}</source>
        <translation type="unfinished">Defnyddir y Python a enwir yn y gosodiadau fel y mae: {path}</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Calculations run in a Python of their own, apart from that of QGIS.</source>
        <translation type="unfinished">Mae cyfrifiadau’n rhedeg mewn Python eu hunain, ar wahân i un QGIS.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Python {version} with {libraries}, about {disk}:&lt;br&gt;{folder}</source>
        <translation type="unfinished">Python {version} gyda {libraries}, tua {disk}:&lt;br&gt;{folder}</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>Calculations run in a Python of their own, so that nothing in QGIS changes. Setting it up takes a few minutes, once.</source>
        <translation type="unfinished">Mae cyfrifiadau’n rhedeg mewn Python eu hunain, fel nad oes dim yn QGIS yn newid. Mae ei osod yn cymryd ychydig funudau, unwaith.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>It downloads {libraries}, about {download}, and takes about {disk} in&lt;br&gt;{folder}</source>
        <translation type="unfinished">Mae’n lawrlwytho {libraries}, tua {download}, ac yn cymryd tua {disk} yn&lt;br&gt;{folder}</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>{count} libraries</source>
        <translation type="unfinished">{count} llyfrgell</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>{size} MB</source>
        <translation type="unfinished">{size} MB</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>{size} GB</source>
        <translation type="unfinished">{size} GB</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>The sample town needs the environment. Set it up now? It downloads {count} libraries (about {download}) and takes about {disk} in {folder}. The town appears when it is done, in a few minutes.</source>
        <translation type="unfinished">Mae angen yr amgylchedd ar y dref enghreifftiol. Ei osod nawr? Mae’n lawrlwytho {count} llyfrgell (tua {download}) ac yn cymryd tua {disk} yn {folder}. Bydd y dref yn ymddangos pan fydd wedi’i wneud, mewn ychydig funudau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.py"/>
        <source>On a computer of the same kind that has a connection:
pip download --only-binary :all: -d FOLDER -r “{file}”</source>
        <translation type="unfinished">Ar gyfrifiadur o’r un math sydd â chysylltiad:
pip download --only-binary :all: -d FOLDER -r “{file}”</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>&amp;Details</source>
        <translation>&amp;Manylion</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>What was written meanwhile, for whoever helps you</source>
        <translation type="unfinished">Yr hyn a ysgrifennwyd yn y cyfamser, i bwy bynnag sy’n eich helpu</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>&amp;Try the sample town</source>
        <translation type="unfinished">&amp;Rhoi cynnig ar y dref enghreifftiol</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Puts a small made-up town with its timetables on the map, ready for the first click</source>
        <translation type="unfinished">Mae’n rhoi tref fach ddychmygol a’i hamserlenni ar y map, yn barod ar gyfer y clic cyntaf</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>A small made-up town with streets, buses and trains: click on the map and see how far people get.</source>
        <translation type="unfinished">Tref fach ddychmygol gyda strydoedd, bysiau a threnau: cliciwch ar y map a gweld pa mor bell mae pobl yn mynd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Download the libraries and install them</source>
        <translation type="unfinished">Lawrlwytho’r llyfrgelloedd a’u gosod</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Chec&amp;k</source>
        <translation>&amp;Gwirio</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>See whether every library answers and the searches are compiled</source>
        <translation type="unfinished">Gweld a yw pob llyfrgell yn ateb ac a yw’r chwiliadau wedi’u crynhoi</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Install everything anew; what works now is used until that is done</source>
        <translation type="unfinished">Gosod popeth o’r newydd; defnyddir yr hyn sy’n gweithio nawr nes bod hynny wedi’i wneud</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Re&amp;move…</source>
        <translation>&amp;Tynnu…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Delete the environment; networks and layers stay</source>
        <translation type="unfinished">Dileu’r amgylchedd; mae rhwydweithiau a haenau’n aros</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>&amp;Cancel</source>
        <translation>&amp;Canslo</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Stop, and remove what was begun</source>
        <translation type="unfinished">Atal, a thynnu’r hyn a ddechreuwyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>What the check found</source>
        <translation type="unfinished">Yr hyn a ganfu’r gwiriad</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Check</source>
        <translation>Gwirio</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Found</source>
        <translation type="unfinished">Canfuwyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Options of the set-up</source>
        <translation type="unfinished">Dewisiadau’r gosod</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>P&amp;ython to use</source>
        <translation type="unfinished">P&amp;ython i’w ddefnyddio</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>A Python 3.11 to 3.14 of 64 bit, such as python.exe or python3.12; empty: one is searched</source>
        <translation type="unfinished">Python 3.11 i 3.14 o 64 did, megis python.exe neu python3.12; gwag: chwilir am un</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>&amp;Folder of wheels, for a computer without a connection</source>
        <translation type="unfinished">&amp;Ffolder olwynion, ar gyfer cyfrifiadur heb gysylltiad</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/environment_page.ui"/>
        <source>Files that end in .whl, downloaded elsewhere; empty: libraries are downloaded now</source>
        <translation type="unfinished">Ffeiliau sy’n gorffen gyda .whl, a lawrlwythwyd yn rhywle arall; gwag: lawrlwythir llyfrgelloedd nawr</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/help_view.py"/>
        <source>Help</source>
        <translation>Cymorth</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>Areas of each</source>
        <translation type="unfinished">Ardaloedd pob un</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>Areas that any of them reaches</source>
        <translation type="unfinished">Ardaloedd y mae unrhyw un ohonynt yn eu cyrraedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>The project has no coordinate system. Set one in its properties.</source>
        <translation type="unfinished">Nid oes gan y prosiect system gyfesurynnau. Gosodwch un yn ei briodweddau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>This place of the map lies nowhere on Earth. Click elsewhere.</source>
        <translation type="unfinished">Nid yw’r man hwn ar y map yn unman ar y Ddaear. Cliciwch yn rhywle arall.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>Isochrones of {n} points…</source>
        <translation type="unfinished">Isocronau {n} pwynt…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>The layers are temporary: they cannot be written beside the project. {reason}</source>
        <translation type="unfinished">Mae’r haenau dros dro: ni ellir eu hysgrifennu wrth ochr y prosiect. {reason}</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>{n} ms</source>
        <translation type="unfinished">{n} ms</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>Nothing is reached in these minutes.</source>
        <translation type="unfinished">Ni chyrhaeddir dim yn y munudau hyn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>Drag a place to move it. Shift+click adds one more.</source>
        <translation type="unfinished">Llusgwch le i’w symud. Mae Shift+clic yn ychwanegu un arall.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>Click on the map, within the network.</source>
        <translation type="unfinished">Cliciwch ar y map, o fewn y rhwydwaith.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>Press Pick places, then click the map.</source>
        <translation type="unfinished">Pwyswch Dewis lleoedd, yna cliciwch ar y map.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>Wait or cancel: {job}</source>
        <translation type="unfinished">Arhoswch neu ganslo: {job}</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>The project has no point layer. Add one.</source>
        <translation type="unfinished">Nid oes haen bwyntiau yn y prosiect. Ychwanegwch un.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>Click on the map first</source>
        <translation type="unfinished">Cliciwch ar y map yn gyntaf</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>A place has no answer, because it lies too far from any street: {listed}.</source>
        <translation type="unfinished">Nid oes ateb i un lle, gan ei fod yn rhy bell o unrhyw stryd: {listed}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.py"/>
        <source>{n} places have no answer, because they lie too far from any street: {listed}…</source>
        <translation type="unfinished">Nid oes ateb i {n} lle, gan eu bod yn rhy bell o unrhyw stryd: {listed}…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>No network yet</source>
        <translation type="unfinished">Dim rhwydwaith eto</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Isochrones are areas within reach in some minutes. They need a network of streets and timetables.</source>
        <translation type="unfinished">Ardaloedd o fewn cyrraedd mewn rhai munudau yw isocronau. Mae angen rhwydwaith o strydoedd ac amserlenni arnynt.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>&amp;Open or build a network</source>
        <translation>&amp;Agor neu adeiladu rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Go to the page Network</source>
        <translation type="unfinished">Mynd i’r dudalen Rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>&amp;Click on the map</source>
        <translation>&amp;Clicio ar y map</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Areas of the places that you click, at once</source>
        <translation type="unfinished">Ardaloedd y lleoedd a gliciwch, ar unwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Point &amp;layer</source>
        <translation>&amp;Haen bwyntiau</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Areas of every point of a layer</source>
        <translation type="unfinished">Ardaloedd pob pwynt mewn haen</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>&amp;Pick places</source>
        <translation type="unfinished">&amp;Dewis lleoedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Click on the map: a place. Drag it to move it. Shift+click: one more.</source>
        <translation type="unfinished">Clic ar y map: lle. Llusgwch ef i’w symud. Shift+clic: un arall.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Clea&amp;r</source>
        <translation>&amp;Clirio</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Take the places and their areas off the map</source>
        <translation type="unfinished">Tynnu’r lleoedd a’u hardaloedd oddi ar y map</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Points</source>
        <translation>Pwyntiau</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>The layer of places</source>
        <translation type="unfinished">Haen y lleoedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Identified by</source>
        <translation type="unfinished">Adnabyddir yn ôl</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Field that tells the points apart; left empty, they are numbered</source>
        <translation type="unfinished">Maes sy’n gwahaniaethu rhwng y pwyntiau; os gadewir yn wag, fe’u rhifir</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Selected features onl&amp;y</source>
        <translation type="unfinished">Nodweddion a dd&amp;ewiswyd yn unig</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Leave out the points that are not selected in the layer</source>
        <translation type="unfinished">Hepgor y pwyntiau nad ydynt wedi’u dewis yn yr haen</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Whether every place has areas of its own, or all together have one</source>
        <translation type="unfinished">A oes gan bob lle ei ardaloedd ei hun, neu un rhyngddynt i gyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>&amp;Travel</source>
        <translation>&amp;Teithio</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>How people travel. Public transport includes the walk there and back, and walking all the way where that is quicker.</source>
        <translation type="unfinished">Sut mae pobl yn teithio. Mae trafnidiaeth gyhoeddus yn cynnwys cerdded yno ac yn ôl, a cherdded yr holl ffordd lle mae hynny’n gyflymach.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>&amp;Date</source>
        <translation>&amp;Dyddiad</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Day of the timetables. In the calendar, grey days are without service.</source>
        <translation type="unfinished">Diwrnod yr amserlenni. Yn y calendr, nid oes gwasanaeth ar ddyddiau llwyd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>From the place at this time, or to the place by this time</source>
        <translation type="unfinished">O’r lle ar yr amser hwn, neu i’r lle erbyn yr amser hwn</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Departure or arrival</source>
        <translation type="unfinished">Ymadael neu gyrraedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Local time of the network</source>
        <translation type="unfinished">Amser lleol y rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Time</source>
        <translation>Amser</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>&amp;Window</source>
        <translation>&amp;Ffenestr amser</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Ask for every minute of a window after the departure, or before the arrival, so that the answer does not hang on one bus</source>
        <translation type="unfinished">Gofyn am bob munud o ffenestr ar ôl ymadael, neu cyn cyrraedd, fel nad yw’r ateb yn dibynnu ar un bws</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <location filename="../../../plugin/panel/network_page.py"/>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>none</source>
        <translation>dim</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source> min</source>
        <translation> mun</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Per&amp;centile</source>
        <translation>&amp;Canradd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>50 is the median: half of the minutes of the window do better, half worse</source>
        <translation type="unfinished">50 yw’r canolrif: mae hanner munudau’r ffenestr yn well, hanner yn waeth</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>&amp;Minutes</source>
        <translation>&amp;Munudau</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Travel times to draw, from short to long; decimals are allowed, as 7.5, 15</source>
        <translation type="unfinished">Amseroedd teithio i’w lluniadu, o fyr i hir; caniateir degolion, fel 7.5, 15</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>&amp;Areas</source>
        <translation>&amp;Ardaloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Rings do not overlap. Nested areas hold those of all shorter times.</source>
        <translation type="unfinished">Nid yw cylchoedd yn gorgyffwrdd. Mae ardaloedd nythol yn cynnwys rhai’r holl amseroedd byrrach.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>More</source>
        <translation>Rhagor</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Vehicles that may be boarded; none ticked means all</source>
        <translation type="unfinished">Cerbydau y gellir mynd arnynt; mae dim tic yn golygu pob un</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Longest walk to the first stop, from the last one, or all the way</source>
        <translation type="unfinished">Taith gerdded hiraf i’r safle cyntaf, o’r olaf, neu’r holl ffordd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Longest change</source>
        <translation type="unfinished">Newid hiraf</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Longest walk between two stops</source>
        <translation type="unfinished">Taith gerdded hiraf rhwng dau safle</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Time to board</source>
        <translation type="unfinished">Amser i fynd ar y cerbyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Time kept at a stop before boarding</source>
        <translation type="unfinished">Amser a gedwir mewn safle cyn mynd ar y cerbyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>How many vehicles may be boarded in one journey</source>
        <translation type="unfinished">Sawl cerbyd y gellir mynd arno mewn un daith</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source> km/h</source>
        <translation> km/h</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>To the street</source>
        <translation type="unfinished">I’r stryd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>How far a place may lie from the nearest street</source>
        <translation type="unfinished">Pa mor bell y gall lle fod o’r stryd agosaf</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Side of the cells in which travel times are worked out; smaller is finer and slower</source>
        <translation type="unfinished">Ochr y celloedd y cyfrifir amseroedd teithio ynddynt; mae llai yn fanylach ac yn arafach</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Step-free, for &amp;wheelchairs</source>
        <translation type="unfinished">Heb risiau, ar gyfer &amp;cadeiriau olwyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Avoid steps, and stops and vehicles that are closed to wheelchairs</source>
        <translation type="unfinished">Osgoi grisiau, a safleoedd a cherbydau sydd ar gau i gadeiriau olwyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Back to the de&amp;faults</source>
        <translation>&amp;Yn ôl i'r rhagosodiadau</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Give every value of this group its default</source>
        <translation type="unfinished">Rhoi ei werth rhagosodedig i bob gwerth yn y grŵp hwn</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>R&amp;un</source>
        <translation>&amp;Rhedeg</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Draw the areas of every point of the layer</source>
        <translation type="unfinished">Lluniadu ardaloedd pob pwynt yn yr haen</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>&amp;Keep as layers</source>
        <translation>&amp;Cadw fel haenau</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>Copy the areas to layers that stay; the next click draws over the live ones</source>
        <translation type="unfinished">Copïo’r ardaloedd i haenau sy’n aros; bydd y clic nesaf yn lluniadu dros y rhai byw</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/isochrones_page.ui"/>
        <source>From the click to the areas on the map</source>
        <translation type="unfinished">O’r clic i’r ardaloedd ar y map</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/layer_places.py"/>
        <source>{layer}, selected features</source>
        <translation type="unfinished">{layer}, nodweddion a ddewiswyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/live_layers.py"/>
        <source>Isochrones (live)</source>
        <translation type="unfinished">Isocronau (byw)</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/live_layers.py"/>
        <source>Places</source>
        <translation>Lleoedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/live_layers.py"/>
        <source>Places on the street</source>
        <translation type="unfinished">Lleoedd ar y stryd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/live_layers.py"/>
        <source>Way to the street</source>
        <translation type="unfinished">Ffordd i’r stryd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/live_layers.py"/>
        <source>Travel time</source>
        <translation>Amser teithio</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/minutes.py"/>
        <source>Give minutes with commas between them, as 15, 30, 45, 60.</source>
        <translation type="unfinished">Rhowch funudau â chomas rhyngddynt, fel 15, 30, 45, 60.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/minutes.py"/>
        <source>Minutes go from above 0 to 1440, which is a day.</source>
        <translation type="unfinished">Mae munudau’n mynd o uwchlaw 0 i 1440, sef diwrnod.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/minutes.py"/>
        <source>Give the minutes from short to long, each once.</source>
        <translation type="unfinished">Rhowch y munudau o fyr i hir, pob un unwaith.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>OpenStreetMap extracts</source>
        <translation type="unfinished">Detholiadau OpenStreetMap</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>All of the street map</source>
        <translation type="unfinished">Y map strydoedd cyfan</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>What the map shows</source>
        <translation type="unfinished">Yr hyn y mae’r map yn ei ddangos</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>Polygons of a layer</source>
        <translation type="unfinished">Polygonau haen</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>Open a network's folder</source>
        <translation type="unfinished">Agor ffolder rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>The network cannot be shown in the coordinate system of the project.</source>
        <translation type="unfinished">Ni ellir dangos y rhwydwaith yn system gyfesurynnau’r prosiect.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>Writing the health report…</source>
        <translation type="unfinished">Ysgrifennu’r adroddiad cyflwr…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>{name} is built.</source>
        <translation type="unfinished">Mae {name} wedi’i adeiladu.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>Building {name}…</source>
        <translation type="unfinished">Adeiladu {name}…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>The map shows no place on Earth. Zoom to the area first.</source>
        <translation type="unfinished">Nid yw’r map yn dangos unrhyw le ar y Ddaear. Chwyddwch i’r ardal yn gyntaf.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>{layer}: the layer has no coordinate system. Set it in its properties.</source>
        <translation type="unfinished">{layer}: nid oes gan yr haen system gyfesurynnau. Gosodwch hi yn ei phriodweddau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>{layer}: the layer is empty. Choose one with polygons.</source>
        <translation type="unfinished">{layer}: mae’r haen yn wag. Dewiswch un â pholygonau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>The area cannot be written: {reason}</source>
        <translation type="unfinished">Ni ellir ysgrifennu’r ardal: {reason}</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>GTFS timetables</source>
        <translation>Amserlenni GTFS</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Add timetables</source>
        <translation type="unfinished">Ychwanegu amserlenni</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>Choose a street map.</source>
        <translation type="unfinished">Dewiswch fap strydoedd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>Choose where to save.</source>
        <translation type="unfinished">Dewiswch ble i gadw.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>The project has no polygon layer.</source>
        <translation type="unfinished">Nid oes haen bolygonau yn y prosiect.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>{first} to {last}</source>
        <translation type="unfinished">{first} i {last}</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <source>none: streets alone</source>
        <translation type="unfinished">dim: strydoedd yn unig</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <location filename="../../../plugin/processing/networks.py"/>
        <source>Stops</source>
        <translation>Safleoedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <location filename="../../../plugin/processing/networks.py"/>
        <source>Trips</source>
        <translation>Teithiau</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.py"/>
        <location filename="../../../plugin/processing/networks.py"/>
        <source>Problems</source>
        <translation>Problemau</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>A network is a folder made from a street map (OpenStreetMap) and timetables (GTFS). Open one that was built before, or build one below.</source>
        <translation type="unfinished">Ffolder a wneir o fap strydoedd (OpenStreetMap) ac amserlenni (GTFS) yw rhwydwaith. Agorwch un a adeiladwyd o’r blaen, neu adeiladwch un isod.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>&amp;Zoom to network</source>
        <translation>&amp;Chwyddo i'r rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Show the whole network on the map</source>
        <translation type="unfinished">Dangos y rhwydwaith cyfan ar y map</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>&amp;Health report</source>
        <translation type="unfinished">&amp;Adroddiad cyflwr</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>What is sound and what is doubtful in the streets and timetables; opens in the web browser</source>
        <translation type="unfinished">Yr hyn sy’n gadarn a’r hyn sy’n amheus yn y strydoedd a’r amserlenni; yn agor yn y porwr gwe</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>&amp;Recent networks</source>
        <translation>&amp;Rhwydweithiau diweddar</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>&amp;Open…</source>
        <translation>&amp;Agor…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Open the folder of a network that was built before</source>
        <translation type="unfinished">Agor ffolder rhwydwaith a adeiladwyd o’r blaen</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Press Enter or double-click to open; Delete takes a network off the list and leaves its folder alone</source>
        <translation type="unfinished">Pwyswch Enter neu glicio ddwywaith i agor; mae Delete yn tynnu rhwydwaith oddi ar y rhestr ac yn gadael llonydd i’w ffolder</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Recent networks</source>
        <translation>Rhwydweithiau diweddar</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Build a network</source>
        <translation>Adeiladu rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>&amp;Street map (OpenStreetMap)</source>
        <translation>&amp;Map strydoedd (OpenStreetMap)</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>A file with the ending .osm.pbf, as offered by Geofabrik and others</source>
        <translation type="unfinished">Ffeil sy’n gorffen gyda .osm.pbf, fel y cynigir gan Geofabrik ac eraill</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>&amp;Timetables (GTFS)</source>
        <translation>&amp;Amserlenni (GTFS)</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Add timetables: zip files with GTFS tables</source>
        <translation type="unfinished">Ychwanegu amserlenni: ffeiliau zip â thablau GTFS</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Remove timetables</source>
        <translation type="unfinished">Tynnu amserlenni</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Take the selected timetables off the list</source>
        <translation type="unfinished">Tynnu’r amserlenni a ddewiswyd oddi ar y rhestr</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Timetables to build from; leave it empty for streets alone</source>
        <translation type="unfinished">Amserlenni i adeiladu ohonynt; gadewch yn wag am strydoedd yn unig</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Timetables (GTFS)</source>
        <translation>Amserlenni (GTFS)</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>&amp;Area</source>
        <translation>&amp;Ardal</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Where journeys begin and end. Streets and trips up to 5 km around it are kept as well.</source>
        <translation type="unfinished">Lle mae teithiau’n dechrau ac yn gorffen. Cedwir strydoedd a theithiau hyd at 5 km o’i hamgylch hefyd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>The polygons in which journeys begin and end</source>
        <translation type="unfinished">Y polygonau lle mae teithiau’n dechrau ac yn gorffen</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Polygon layer of the area</source>
        <translation type="unfinished">Haen bolygonau’r ardal</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Save the &amp;network as</source>
        <translation type="unfinished">Cadw’r &amp;rhwydwaith fel</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Folder that will hold the network; a network of that name is replaced</source>
        <translation type="unfinished">Ffolder a fydd yn dal y rhwydwaith; disodlir rhwydwaith o’r enw hwnnw</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>&amp;Leave out faulty rows</source>
        <translation type="unfinished">&amp;Hepgor rhesi diffygiol</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>Faulty rows and their trips are left out and listed in the health report. Otherwise the first one stops the build.</source>
        <translation type="unfinished">Hepgorir rhesi diffygiol a’u teithiau a’u rhestru yn yr adroddiad cyflwr. Fel arall mae’r un gyntaf yn atal yr adeiladu.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/network_page.ui"/>
        <source>&amp;Build</source>
        <translation>&amp;Adeiladu</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/sample_town.py"/>
        <source>Sample town</source>
        <translation>Tref enghreifftiol</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/sample_town.py"/>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Streets</source>
        <translation>Strydoedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/sample_town.py"/>
        <source>Services</source>
        <translation>Gwasanaethau</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/service_calendar.py"/>
        <source>Outside the timetables.</source>
        <translation type="unfinished">Y tu allan i’r amserlenni.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/service_calendar.py"/>
        <source>Nothing runs on this day.</source>
        <translation type="unfinished">Nid oes dim yn rhedeg ar y diwrnod hwn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/service_calendar.py"/>
        <source>Some of the timetables do not cover this day.</source>
        <translation type="unfinished">Nid yw rhai o’r amserlenni’n cynnwys y diwrnod hwn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/service_calendar.py"/>
        <source>Trips on this day: {n}</source>
        <translation type="unfinished">Teithiau ar y diwrnod hwn: {n}</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/session.py"/>
        <source>Opening {name}…</source>
        <translation type="unfinished">Agor {name}…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/session.py"/>
        <source>Building the sample town…</source>
        <translation type="unfinished">Adeiladu’r dref enghreifftiol…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/status_line.py"/>
        <source>Cancel</source>
        <translation>Canslo</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/status_line.py"/>
        <source>Stop what is running; what was there before stays</source>
        <translation type="unfinished">Atal yr hyn sy’n rhedeg; mae’r hyn oedd yno o’r blaen yn aros</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/status_line.py"/>
        <source>Help with this page</source>
        <translation type="unfinished">Cymorth gyda’r dudalen hon</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/status_line.py"/>
        <source>Working…</source>
        <translation>Wrthi…</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/status_line.py"/>
        <source>Not started</source>
        <translation>Heb ddechrau</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Public transport</source>
        <translation>Trafnidiaeth gyhoeddus</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>On foot</source>
        <translation>Ar droed</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>By bicycle</source>
        <translation>Ar feic</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>By car</source>
        <translation>Mewn car</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Tram</source>
        <translation>Tram</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Underground</source>
        <translation>Trên tanddaearol</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Train</source>
        <translation>Trên</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Bus</source>
        <translation>Bws</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Ferry</source>
        <translation>Fferi</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Cable tram</source>
        <translation type="unfinished">Tram cebl</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Cable car</source>
        <translation type="unfinished">Car cebl</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Funicular</source>
        <translation type="unfinished">Rheilffordd ffwniciwlar</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Trolleybus</source>
        <translation type="unfinished">Bws troli</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Monorail</source>
        <translation type="unfinished">Rheilffordd un gledren</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Other vehicles</source>
        <translation>Cerbydau eraill</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>This network has no timetables.</source>
        <translation type="unfinished">Nid oes amserlenni yn y rhwydwaith hwn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Depart at</source>
        <translation>Gadael am</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Arrive by</source>
        <translation>Cyrraedd erbyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Rings side by side</source>
        <translation type="unfinished">Cylchoedd ochr yn ochr</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>Nested, overlapping</source>
        <translation type="unfinished">Nythol, yn gorgyffwrdd</translation>
    </message>
    <message>
        <location filename="../../../plugin/panel/travel_form.py"/>
        <source>all</source>
        <translation>pob un</translation>
    </message>
    <message>
        <location filename="../../../plugin/plugin.py"/>
        <source>Show the panel: networks, isochrones on the map</source>
        <translation type="unfinished">Dangos y panel: rhwydweithiau, isocronau ar y map</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/base.py"/>
        <source>Definitions: documentation, page {page}</source>
        <translation type="unfinished">Diffiniadau: dogfennaeth, tudalen {page}</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/base.py"/>
        <source>Parameters</source>
        <translation>Paramedrau</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/base.py"/>
        <source>"{folder}" is no network. Choose the folder that "Build network" has made.</source>
        <translation type="unfinished">Nid rhwydwaith yw "{folder}". Dewiswch y ffolder a wnaeth "Adeiladu rhwydwaith".</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/base.py"/>
        <source>Folder of streets and timetables, made by "Build network".</source>
        <translation type="unfinished">Ffolder o strydoedd ac amserlenni, a wnaed gan "Adeiladu rhwydwaith".</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Build network</source>
        <translation>Adeiladu rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>network,streets,timetable,GTFS,OpenStreetMap,OSM,public transport</source>
        <translation type="unfinished">rhwydwaith,strydoedd,amserlen,GTFS,OpenStreetMap,OSM,trafnidiaeth gyhoeddus</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Builds a network of streets from OpenStreetMap and of timetables in GTFS. All other algorithms ask such a network. It is built anew only if an input or a setting has changed.

What comes out is a folder, the verdict of the health report, and how many stops, trips and problems there are. Check network says more.</source>
        <translation type="unfinished">Mae’n adeiladu rhwydwaith o strydoedd OpenStreetMap ac o amserlenni GTFS. Mae pob algorithm arall yn holi rhwydwaith o’r fath. Dim ond os newidiodd mewnbwn neu osodiad yr adeiledir ef o’r newydd.

Yr hyn a geir yw ffolder, dyfarniad yr adroddiad cyflwr, a faint o safleoedd, teithiau a phroblemau sydd. Mae Gwirio rhwydwaith yn dweud rhagor.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>OpenStreetMap extracts (*.osm.pbf *.pbf)</source>
        <translation type="unfinished">Detholiadau OpenStreetMap (*.osm.pbf *.pbf)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Extract of OpenStreetMap, .osm.pbf.</source>
        <translation type="unfinished">Detholiad o OpenStreetMap, .osm.pbf.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>GTFS feeds, .zip. Without any, there are streets alone.</source>
        <translation type="unfinished">Ffrydiau GTFS, .zip. Hebddynt, dim ond strydoedd sydd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Where the network is wanted. Streets and trips far from it are left out.</source>
        <translation type="unfinished">Lle mae angen y rhwydwaith. Hepgorir strydoedd a theithiau sydd ymhell ohono.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Extent instead of an area</source>
        <translation type="unfinished">Ehangder yn lle ardal</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>The same as a rectangle.</source>
        <translation type="unfinished">Yr un peth fel petryal.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Folder of the network.</source>
        <translation type="unfinished">Ffolder y rhwydwaith.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>There is no file "{file}".</source>
        <translation type="unfinished">Nid oes ffeil "{file}".</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Give an area or an extent, not both.</source>
        <translation type="unfinished">Rhowch ardal neu ehangder, nid y ddau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>"{option}" has no effect without an area.</source>
        <translation type="unfinished">Nid yw "{option}" yn cael effaith heb ardal.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>"{folder}" holds other things. Choose a new or an empty folder.</source>
        <translation type="unfinished">Mae "{folder}" yn dal pethau eraill. Dewiswch ffolder newydd neu wag.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Area: the layer says no coordinate reference system. Set it in its properties.</source>
        <translation type="unfinished">Ardal: nid yw’r haen yn nodi system gyfeirnodi cyfesurynnau. Gosodwch hi yn ei phriodweddau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Around the area (metres)</source>
        <translation type="unfinished">O amgylch yr ardal (metrau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>How far around the area streets and trips are kept.</source>
        <translation type="unfinished">Pa mor bell o amgylch yr ardal y cedwir strydoedd a theithiau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Farthest stop from a street (metres)</source>
        <translation type="unfinished">Pellter mwyaf safle o stryd (metrau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Stops farther from any street are left unconnected and reported.</source>
        <translation type="unfinished">Gadewir safleoedd sy’n bellach o unrhyw stryd heb eu cysylltu, ac fe’u nodir.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>Faulty rows of timetables</source>
        <translation type="unfinished">Rhesi diffygiol amserlenni</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>What a row does that cannot be read.</source>
        <translation type="unfinished">Yr hyn a wna rhes na ellir ei darllen.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>stop the build</source>
        <translation type="unfinished">atal yr adeiladu</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/buildnetwork.py"/>
        <source>are left out and reported</source>
        <translation type="unfinished">fe’u hepgorir a’u nodi</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <source>Check network</source>
        <translation>Gwirio rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <source>network,health,report,quality,timetable,GTFS,OpenStreetMap</source>
        <translation type="unfinished">rhwydwaith,cyflwr,adroddiad,ansawdd,amserlen,GTFS,OpenStreetMap</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <source>Says what is in a network, what runs when, and what is wrong with it.

What comes out is a page with map and charts that opens in any browser, the report as text, its verdict, and how many stops, trips and problems there are.</source>
        <translation type="unfinished">Mae’n dweud beth sydd mewn rhwydwaith, beth sy’n rhedeg pryd, a beth sydd o’i le arno.

Yr hyn a geir yw tudalen â map a siartiau sy’n agor mewn unrhyw borwr, yr adroddiad fel testun, ei ddyfarniad, a faint o safleoedd, teithiau a phroblemau sydd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>Date</source>
        <translation>Dyddiad</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <source>Day whose trips and departures are counted too. The page shows this day.</source>
        <translation type="unfinished">Diwrnod y cyfrifir ei deithiau a’i ymadawiadau hefyd. Mae’r dudalen yn dangos y diwrnod hwn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <source>Health report</source>
        <translation type="unfinished">Adroddiad cyflwr</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <source>Pages (*.html)</source>
        <translation type="unfinished">Tudalennau (*.html)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <source>The page, .html.</source>
        <translation type="unfinished">Y dudalen, .html.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <source>Report as text</source>
        <translation type="unfinished">Adroddiad fel testun</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/checknetwork.py"/>
        <source>{path}: the report is a page. Let its name end with .html.</source>
        <translation type="unfinished">{path}: tudalen yw’r adroddiad. Gadewch i’w henw orffen gyda .html.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/deliver.py"/>
        <source>{path} is a folder. Give the output the name of a file.</source>
        <translation type="unfinished">Ffolder yw {path}. Rhowch enw ffeil i’r allbwn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/deliver.py"/>
        <source>{path} cannot be written. Choose another folder, or have its permissions changed.</source>
        <translation type="unfinished">Ni ellir ysgrifennu {path}. Dewiswch ffolder arall, neu gofynnwch am newid ei chaniatadau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>isochrone,catchment,service area,reach,accessibility,travel time,GTFS,bus,walk</source>
        <translation type="unfinished">isocron,dalgylch,ardal wasanaeth,cyrraedd,hygyrchedd,amser teithio,GTFS,bws,cerdded</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Draws the areas that people reach from points within some minutes, or with a deadline those from which they come in time. Outlines are exact contours of the travel times to the cells of a grid; where no street is near there is a hole.

Areas have the fields id, minutes, minutes_from (the inner bound of a ring), when, direction, mode, percentile and area_km2, then those of their origin. They are in the CRS of the origins. Points without an answer are told in the log, and form a layer of their own if you ask for it.</source>
        <translation type="unfinished">Mae’n lluniadu’r ardaloedd y mae pobl yn eu cyrraedd o bwyntiau o fewn rhai munudau, neu gyda therfyn amser y rhai y maent yn dod ohonynt mewn pryd. Mae’r amlinellau’n gyfuchliniau union o’r amseroedd teithio i gelloedd grid; lle nad oes stryd gerllaw mae twll.

Mae gan ardaloedd y meysydd id, minutes, minutes_from (terfyn mewnol cylch), when, direction, mode, percentile ac area_km2, yna rhai eu man cychwyn. Maent yn CRS y mannau cychwyn. Nodir pwyntiau heb ateb yn y log, ac maent yn ffurfio haen eu hunain os gofynnwch amdani.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Where people set out, or with a deadline where they have to be.</source>
        <translation type="unfinished">O ble mae pobl yn cychwyn, neu gyda therfyn amser ble mae’n rhaid iddynt fod.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Travel times, ascending, with commas between them; 7.5 is one, too.</source>
        <translation type="unfinished">Amseroedd teithio, yn esgynnol, â chomas rhyngddynt; mae 7.5 yn un hefyd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Minutes "{text}": give ascending numbers above 0, such as 15,30,45,60.</source>
        <translation type="unfinished">Munudau "{text}": rhowch rifau esgynnol uwchlaw 0, megis 15,30,45,60.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>{minutes} minutes are beyond the longest travel time, {longest} minutes. Raise that, or ask for less.</source>
        <translation type="unfinished">Mae {minutes} munud y tu hwnt i’r amser teithio hiraf, {longest} munud. Codwch hwnnw, neu gofynnwch am lai.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>A percentile needs a window.</source>
        <translation type="unfinished">Mae angen ffenestr ar ganradd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Areas of several origins need a number of origins, and only they do.</source>
        <translation type="unfinished">Mae angen nifer y mannau cychwyn ar ardaloedd sawl man cychwyn, ac arnynt hwy yn unig.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Rings</source>
        <translation>Cylchoedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Areas leave out those of shorter times, instead of lying over them.</source>
        <translation type="unfinished">Mae ardaloedd yn hepgor rhai amseroedd byrrach, yn lle gorwedd drostynt.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Areas of</source>
        <translation type="unfinished">Ardaloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>With several origins: areas of each, or what any or several of them reach.</source>
        <translation type="unfinished">Gyda sawl man cychwyn: ardaloedd pob un, neu’r hyn y mae unrhyw un neu sawl un ohonynt yn ei gyrraedd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>each origin</source>
        <translation>pob man cychwyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>any origin</source>
        <translation>unrhyw fan cychwyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>several origins</source>
        <translation>sawl man cychwyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Side of a cell (metres)</source>
        <translation type="unfinished">Ochr cell (metrau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Of the grid whose travel times are contoured. Smaller cells take longer.</source>
        <translation type="unfinished">O’r grid y tynnir cyfuchliniau ei amseroedd teithio. Mae celloedd llai yn cymryd mwy o amser.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Number of origins</source>
        <translation>Nifer y mannau cychwyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Projection of the cells</source>
        <translation type="unfinished">Tafluniad y celloedd</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Of the travel times over a window: 75 is for the cautious. Empty: the median.</source>
        <translation type="unfinished">O’r amseroedd teithio dros ffenestr: mae 75 ar gyfer y gofalus. Gwag: y canolrif.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>How many of the origins must reach a place.</source>
        <translation type="unfinished">Faint o’r mannau cychwyn y mae’n rhaid iddynt gyrraedd lle.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>One in metres. Empty: the UTM zone.</source>
        <translation type="unfinished">Un mewn metrau. Gwag: y gylchfa UTM.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>An area for each origin and travel time.</source>
        <translation type="unfinished">Ardal ar gyfer pob man cychwyn ac amser teithio.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Where origins join the streets.</source>
        <translation type="unfinished">Lle mae mannau cychwyn yn ymuno â’r strydoedd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/isochrones.py"/>
        <source>Origins that join no street, with the reason and the distance to the nearest.</source>
        <translation type="unfinished">Mannau cychwyn nad ydynt yn ymuno ag unrhyw stryd, gyda’r rheswm a’r pellter i’r agosaf.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>itinerary,journey,route,leg,path,directions,GTFS,public transport,timetable</source>
        <translation type="unfinished">teithlen,taith,llwybr,cymal,cyfarwyddiadau,GTFS,trafnidiaeth gyhoeddus,amserlen</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Finds the journeys behind travel times: their legs with times, stops, vehicles and lines. A journey takes exactly as long as the travel-time matrix says.

Each line is a leg. from_id and to_id are the pair, option numbers its journeys from 0, the fastest, leg the legs of each. departure and arrival are local times, travel_time the minutes of the leg, wait those waited before it, total_time those of the whole journey, distance metres, and geometry_source what the line follows. Pairs without a journey are told in the log.</source>
        <translation type="unfinished">Mae’n canfod y teithiau y tu ôl i amseroedd teithio: eu cymalau gydag amseroedd, safleoedd, cerbydau a llinellau. Mae taith yn cymryd yn union cyhyd ag y dywed y matrics amser teithio.

Cymal yw pob llinell. from_id a to_id yw’r pâr, mae option yn rhifo ei deithiau o 0, y gyflymaf, a leg gymalau pob un. Amseroedd lleol yw departure ac arrival, travel_time yw munudau’r cymal, wait y rhai a dreulir yn aros cyn hynny, total_time rhai’r daith gyfan, distance y metrau, a geometry_source yr hyn y mae’r llinell yn ei ddilyn. Nodir parau heb daith yn y log.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Where people set out.</source>
        <translation type="unfinished">O ble mae pobl yn cychwyn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Where they go.</source>
        <translation type="unfinished">I ble maent yn mynd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>File of fares</source>
        <translation type="unfinished">Ffeil prisiau tocynnau</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>What journeys cost, where the timetables do not say.</source>
        <translation type="unfinished">Cost teithiau, lle nad yw’r amserlenni’n dweud.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Legs</source>
        <translation>Cymalau</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>A line for each leg of each journey.</source>
        <translation type="unfinished">Llinell ar gyfer pob cymal o bob taith.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Journeys</source>
        <translation>Teithiau</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Pairs without a journey</source>
        <translation type="unfinished">Parau heb daith</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Fares by a file need that file, and only they do.</source>
        <translation type="unfinished">Mae angen y ffeil honno ar brisiau tocynnau o ffeil, ac arnynt hwy yn unig.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Pairs without a journey ({count}): {listed}</source>
        <translation type="unfinished">Parau heb daith ({count}): {listed}</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>One by one: from the first origin to the first destination, and so on; there must be as many of both.</source>
        <translation type="unfinished">Fesul un: o’r man cychwyn cyntaf i’r cyrchfan cyntaf, ac ati; rhaid bod yr un nifer o’r ddau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>each origin with each destination</source>
        <translation type="unfinished">pob man cychwyn gyda phob cyrchfan</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>one by one</source>
        <translation type="unfinished">fesul un</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Slower journeys too</source>
        <translation type="unfinished">Teithiau arafach hefyd</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Also those that need fewer vehicles than any faster one, at all moments of the window.</source>
        <translation type="unfinished">Hefyd y rhai sydd angen llai o gerbydau nag unrhyw un gyflymach, ar bob eiliad o’r ffenestr.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>Adds what the fastest journey costs.</source>
        <translation type="unfinished">Mae’n ychwanegu cost y daith gyflymaf.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>by the timetables</source>
        <translation type="unfinished">yn ôl yr amserlenni</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/itineraries.py"/>
        <source>by a file</source>
        <translation type="unfinished">yn ôl ffeil</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>A window, and the time counted, are for public transport only.</source>
        <translation type="unfinished">Ar gyfer trafnidiaeth gyhoeddus yn unig y mae ffenestr, a’r amser a gyfrifir.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>A window needs the time of day at which it begins or ends.</source>
        <translation type="unfinished">Mae angen yr amser o’r dydd y mae’n dechrau neu’n gorffen ar ffenestr.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>Public transport needs a time of day, such as 08:30.</source>
        <translation type="unfinished">Mae angen amser o’r dydd ar drafnidiaeth gyhoeddus, megis 08:30.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>A deadline needs a time of day, such as 09:00.</source>
        <translation type="unfinished">Mae angen amser o’r dydd ar derfyn amser, megis 09:00.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>The time is</source>
        <translation type="unfinished">Yr amser yw</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>After a departure, areas show where people get to; before a deadline, from where they come in time.</source>
        <translation type="unfinished">Ar ôl ymadawiad, mae ardaloedd yn dangos i ble mae pobl yn cyrraedd; cyn terfyn amser, o ble maent yn dod mewn pryd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>a departure</source>
        <translation>ymadawiad</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>a deadline</source>
        <translation>terfyn amser</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>Window (minutes)</source>
        <translation>Ffenestr amser (munudau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>Asks each minute of so many after the departure, or before the deadline, so that no answer hangs on a single bus. 0: the moment alone.</source>
        <translation type="unfinished">Mae’n holi pob munud o gynifer ar ôl yr ymadawiad, neu cyn y terfyn amser, fel nad oes ateb yn dibynnu ar un bws. 0: yr eiliad honno’n unig.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>Time counted</source>
        <translation type="unfinished">Amser a gyfrifir</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>Whether the wait before the first vehicle, or before the deadline, counts.</source>
        <translation type="unfinished">A yw’r aros cyn y cerbyd cyntaf, neu cyn y terfyn amser, yn cyfrif.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>with the wait at the outer end</source>
        <translation type="unfinished">gyda’r aros ar y pen allanol</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>without it</source>
        <translation type="unfinished">hebddo</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>Time of day</source>
        <translation>Amser o'r dydd</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>Empty: the Tuesday on which most services of the network run; the log says which.</source>
        <translation type="unfinished">Gwag: y dydd Mawrth y rhedir y rhan fwyaf o wasanaethau’r rhwydwaith; mae’r log yn dweud pa un.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/moments.py"/>
        <source>Local time of the network. It matters for public transport, and for deadlines.</source>
        <translation type="unfinished">Amser lleol y rhwydwaith. Mae’n bwysig ar gyfer trafnidiaeth gyhoeddus, ac ar gyfer terfynau amser.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/networks.py"/>
        <source>Verdict</source>
        <translation type="unfinished">Dyfarniad</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/networks.py"/>
        <source>Usable (1 or 0)</source>
        <translation type="unfinished">Defnyddiadwy (1 neu 0)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>tram</source>
        <translation>tram</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>underground</source>
        <translation>trên tanddaearol</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>train</source>
        <translation>trên</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>bus</source>
        <translation>bws</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>ferry</source>
        <translation>fferi</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>cable tram</source>
        <translation type="unfinished">tram cebl</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>cable car</source>
        <translation type="unfinished">car cebl</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>funicular</source>
        <translation type="unfinished">rheilffordd ffwniciwlar</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>trolleybus</source>
        <translation type="unfinished">bws troli</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>monorail</source>
        <translation type="unfinished">rheilffordd un gledren</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>other vehicle</source>
        <translation>cerbyd arall</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>To the first stop, from the last one, or all the way beside public transport.</source>
        <translation type="unfinished">I’r safle cyntaf, o’r olaf, neu’r holl ffordd ochr yn ochr â thrafnidiaeth gyhoeddus.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Public transport includes the walks to and from stops, and the direct way where that is quicker. The others use streets alone.</source>
        <translation type="unfinished">Mae trafnidiaeth gyhoeddus yn cynnwys cerdded i safleoedd ac oddi yno, a’r ffordd uniongyrchol lle mae honno’n gyflymach. Mae’r lleill yn defnyddio strydoedd yn unig.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Longest travel time (minutes)</source>
        <translation>Amser teithio hiraf (munudau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Longer travel times count as not reached.</source>
        <translation type="unfinished">Mae amseroedd teithio hirach yn cyfrif fel heb eu cyrraedd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Longest walk (minutes)</source>
        <translation>Taith gerdded hiraf (munudau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Walking speed (km/h)</source>
        <translation>Cyflymder cerdded (km/h)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Speed of everybody on foot; hills do not count.</source>
        <translation type="unfinished">Cyflymder pawb ar droed; nid yw bryniau’n cyfrif.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Cycling speed (km/h)</source>
        <translation>Cyflymder beicio (km/h)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Speed of those who cycle.</source>
        <translation type="unfinished">Cyflymder y rhai sy’n beicio.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>No steps; only stops and vehicles that are open to wheelchairs.</source>
        <translation type="unfinished">Dim grisiau; dim ond safleoedd a cherbydau sy’n agored i gadeiriau olwyn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Farthest from a street (metres)</source>
        <translation type="unfinished">Pellter mwyaf o stryd (metrau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Points that lie farther from any street have no answer and are listed.</source>
        <translation type="unfinished">Nid oes ateb i bwyntiau sy’n bellach o unrhyw stryd, ac fe’u rhestrir.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>To or from a stop, or all the way beside public transport.</source>
        <translation type="unfinished">I safle neu oddi yno, neu’r holl ffordd ochr yn ochr â thrafnidiaeth gyhoeddus.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Vehicles that may be boarded.</source>
        <translation type="unfinished">Cerbydau y gellir mynd arnynt.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>How people get to the first vehicle.</source>
        <translation type="unfinished">Sut mae pobl yn cyrraedd y cerbyd cyntaf.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>How people go on from the last vehicle.</source>
        <translation type="unfinished">Sut mae pobl yn mynd ymlaen o’r cerbyd olaf.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>How people go all the way where that is quicker than public transport.</source>
        <translation type="unfinished">Sut mae pobl yn mynd yr holl ffordd lle mae hynny’n gyflymach na thrafnidiaeth gyhoeddus.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Longest way by bicycle (minutes)</source>
        <translation type="unfinished">Taith hiraf ar feic (munudau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Longest way by car (minutes)</source>
        <translation type="unfinished">Taith hiraf mewn car (munudau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Longest change on foot (minutes)</source>
        <translation type="unfinished">Newid hiraf ar droed (munudau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Walk from one stop to another.</source>
        <translation type="unfinished">Cerdded o un safle i un arall.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Time kept before boarding (minutes)</source>
        <translation type="unfinished">Amser a gedwir cyn mynd ar y cerbyd (munudau)</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Time that people want to have at a stop before each vehicle.</source>
        <translation type="unfinished">Amser y mae pobl am ei gael mewn safle cyn pob cerbyd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>How many vehicles may be boarded in one journey.</source>
        <translation type="unfinished">Sawl cerbyd y gellir mynd arno mewn un daith.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>With a wheelchair: what counts where the timetables say nothing.</source>
        <translation type="unfinished">Gyda chadair olwyn: yr hyn sy’n cyfrif lle nad yw’r amserlenni’n dweud dim.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>are open to wheelchairs</source>
        <translation type="unfinished">yn agored i gadeiriau olwyn</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>are closed to them</source>
        <translation type="unfinished">ar gau iddynt</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>Otherwise such a day is answered with a warning.</source>
        <translation type="unfinished">Fel arall atebir diwrnod o’r fath gyda rhybudd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>"{option}" is for public transport only; the way to travel is {mode}.</source>
        <translation type="unfinished">Ar gyfer trafnidiaeth gyhoeddus yn unig y mae "{option}"; y dull teithio yw {mode}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>"{option}" has no effect: nobody travels {mode}.</source>
        <translation type="unfinished">Nid yw "{option}" yn cael effaith: nid oes neb yn teithio {mode}.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>A wheelchair cannot be combined with cycling.</source>
        <translation type="unfinished">Ni ellir cyfuno cadair olwyn â beicio.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>A wheelchair makes no difference by car.</source>
        <translation type="unfinished">Nid yw cadair olwyn yn gwneud gwahaniaeth mewn car.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/options.py"/>
        <source>"{option}" has no effect without a wheelchair.</source>
        <translation type="unfinished">Nid yw "{option}" yn cael effaith heb gadair olwyn.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/provider.py"/>
        <source>Access to Services: travel times by public transport and on foot</source>
        <translation type="unfinished">Mynediad at Wasanaethau: amseroedd teithio ar drafnidiaeth gyhoeddus ac ar droed</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/travel.py"/>
        <source>The network has no timetables: give a date, or another way to travel.</source>
        <translation type="unfinished">Nid oes amserlenni yn y rhwydwaith: rhowch ddyddiad, neu ddull teithio arall.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/travel.py"/>
        <source>Date: {date}, the best-served Tuesday.</source>
        <translation type="unfinished">Dyddiad: {date}, y dydd Mawrth â’r gwasanaeth gorau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/travel.py"/>
        <source>Points without an answer ({count}): {listed}</source>
        <translation type="unfinished">Pwyntiau heb ateb ({count}): {listed}</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/travel.py"/>
        <source>Points, or areas, for which a point on their surface stands. Each part of a feature with several points counts by itself, with -1, -2 and so on after its identifier.</source>
        <translation type="unfinished">Pwyntiau, neu ardaloedd y mae pwynt ar eu harwyneb yn sefyll drostynt. Mae pob rhan o nodwedd â sawl pwynt yn cyfrif ar ei phen ei hun, gyda -1, -2 ac ati ar ôl ei dynodydd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/travel.py"/>
        <source>{layer}: identifier</source>
        <translation type="unfinished">{layer}: dynodydd</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/travel.py"/>
        <source>Field with text or whole numbers, each once. Empty: the number of the feature.</source>
        <translation type="unfinished">Maes â thestun neu rifau cyfan, pob un unwaith. Gwag: rhif y nodwedd.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/travel.py"/>
        <source>{distance} m from a street</source>
        <translation type="unfinished">{distance} m o stryd</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/travel.py"/>
        <source>outside the streets of the network</source>
        <translation type="unfinished">y tu allan i strydoedd y rhwydwaith</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Travel-time matrix</source>
        <translation>Matrics amser teithio</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>matrix,OD,origin,destination,travel time,accessibility,GTFS,public transport</source>
        <translation type="unfinished">matrics,OD,man cychwyn,cyrchfan,amser teithio,hygyrchedd,GTFS,trafnidiaeth gyhoeddus</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Works out the travel time from each origin to each destination, to the second.

The table has a row for each pair with from_id, to_id and travel_time in minutes, empty where the destination is not reached. Over a window there is a column for each percentile, such as travel_time_p50. Large tables are best written as Parquet and not loaded.</source>
        <translation type="unfinished">Mae’n cyfrifo’r amser teithio o bob man cychwyn i bob cyrchfan, i’r eiliad.

Mae gan y tabl res ar gyfer pob pâr gyda from_id, to_id a travel_time mewn munudau, yn wag lle na chyrhaeddir y cyrchfan. Dros ffenestr mae colofn ar gyfer pob canradd, megis travel_time_p50. Mae’n well ysgrifennu tablau mawr fel Parquet a pheidio â’u llwytho.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Of the travel times over a window, ascending, such as 25,50,75. Empty: the median.</source>
        <translation type="unfinished">O’r amseroedd teithio dros ffenestr, yn esgynnol, megis 25,50,75. Gwag: y canolrif.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>A file, .csv or .parquet. Points without an answer are listed beside it.</source>
        <translation type="unfinished">Ffeil, .csv neu .parquet. Rhestrir pwyntiau heb ateb wrth ei hochr.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Rows</source>
        <translation>Rhesi</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Pairs with a travel time</source>
        <translation type="unfinished">Parau ag amser teithio</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Percentiles "{text}": give ascending numbers from 1 to 100, as 25,50,75.</source>
        <translation type="unfinished">Canraddau "{text}": rhowch rifau esgynnol o 1 i 100, fel 25,50,75.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Percentiles go up to 100.</source>
        <translation type="unfinished">Mae canraddau’n mynd hyd at 100.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Percentiles need a window.</source>
        <translation type="unfinished">Mae angen ffenestr ar ganraddau.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>{path}: a table is written as .csv or .parquet. Name it accordingly.</source>
        <translation type="unfinished">{path}: ysgrifennir tabl fel .csv neu .parquet. Enwch ef yn unol â hynny.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>This QGIS does not read Parquet: the table is not loaded.</source>
        <translation type="unfinished">Nid yw’r QGIS hwn yn darllen Parquet: ni lwythir y tabl.</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>What each time consists of</source>
        <translation type="unfinished">Yr hyn y mae pob amser yn ei gynnwys</translation>
    </message>
    <message>
        <location filename="../../../plugin/processing/traveltimematrix.py"/>
        <source>Columns of waits, walks and minutes in vehicles, and of the number of rides.</source>
        <translation type="unfinished">Colofnau o gyfnodau aros, cerdded a munudau mewn cerbydau, a nifer y teithiau cerbyd.</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{n} minutes</source>
        <translation>{n} munud</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{n} hours</source>
        <translation>{n} awr</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{low} to {high} minutes</source>
        <translation>{low} i {high} munud</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>more than {duration}</source>
        <translation>mwy na {duration}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>not reached within {duration}</source>
        <translation type="unfinished">heb ei gyrraedd o fewn {duration}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>over {metres} m from a street</source>
        <translation type="unfinished">dros {metres} m o stryd</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>not reached</source>
        <translation type="unfinished">heb ei gyrraedd</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>gained</source>
        <translation type="unfinished">enillwyd</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>lost</source>
        <translation type="unfinished">collwyd</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>reached within {minutes} minutes</source>
        <translation type="unfinished">cyrhaeddir o fewn {minutes} munud</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>no value</source>
        <translation>dim gwerth</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>up to {high}</source>
        <translation>hyd at {high}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{low} to {high}</source>
        <translation>{low} i {high}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>more than {low}</source>
        <translation>mwy na {low}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>travel time</source>
        <translation>amser teithio</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>railway station</source>
        <translation>gorsaf reilffordd</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>start</source>
        <translation type="unfinished">man cychwyn</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>destination</source>
        <translation>cyrchfan</translation>
    </message>
</context>
</TS>
