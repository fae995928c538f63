<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id">
<context>
    <name>limn::studio::StartFailure</name>
    <message>
        <source>Limn cannot start</source>
        <translation>Limn tidak dapat dimulai</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>Oke</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>Save All</source>
        <translation>Simpan semua</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Ya</translation>
    </message>
    <message>
        <source>Yes to &amp;All</source>
        <translation>Ya untuk &amp;semua</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Tidak</translation>
    </message>
    <message>
        <source>N&amp;o to All</source>
        <translation>T&amp;idak untuk semua</translation>
    </message>
    <message>
        <source>Abort</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Coba lagi</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Abaikan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Buang</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Bantuan</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Terapkan</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Atur ulang</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Kembalikan bawaan</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Urungkan</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Ula&amp;ngi</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Potong</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Salin</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>Salin a&amp;lamat tautan</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Tempel</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Pilih semua</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Urungkan</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Ula&amp;ngi</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Potong</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Salin</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Tempel</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Pilih semua</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>Pilih &amp;semua</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>Naikkan &amp;selangkah</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>&amp;Turunkan selangkah</translation>
    </message>
</context>
<context>
    <name>QScrollBar</name>
    <message>
        <source>Scroll here</source>
        <translation>Gulir ke sini</translation>
    </message>
    <message>
        <source>Left edge</source>
        <translation>Tepi kiri</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Paling atas</translation>
    </message>
    <message>
        <source>Right edge</source>
        <translation>Tepi kanan</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Paling bawah</translation>
    </message>
    <message>
        <source>Page left</source>
        <translation>Sehalaman ke kiri</translation>
    </message>
    <message>
        <source>Page up</source>
        <translation>Sehalaman ke atas</translation>
    </message>
    <message>
        <source>Page right</source>
        <translation>Sehalaman ke kanan</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Sehalaman ke bawah</translation>
    </message>
    <message>
        <source>Scroll left</source>
        <translation>Gulir ke kiri</translation>
    </message>
    <message>
        <source>Scroll up</source>
        <translation>Gulir ke atas</translation>
    </message>
    <message>
        <source>Scroll right</source>
        <translation>Gulir ke kanan</translation>
    </message>
    <message>
        <source>Scroll down</source>
        <translation>Gulir ke bawah</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Float</source>
        <translation>Lepaskan</translation>
    </message>
    <message>
        <source>Undocks and re-attaches the dock widget</source>
        <translation>Melepas panel dan memasangnya kembali</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Closes the dock widget</source>
        <translation>Menutup panel</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>Cari di:</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Folder:</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>&amp;Nama berkas:</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>Jenis berkas:</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Buka</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Simpan</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Pilih</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Simpan sebagai</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Cari folder</translation>
    </message>
    <message>
        <source>All Files (*)</source>
        <translation>Semua berkas (*)</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>Tampilkan berkas &amp;tersembunyi</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>Folder &amp;baru</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>Folder baru</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Ganti nama</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Hapus</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Keluarkan</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Mundur</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Kembali ke folder sebelumnya</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Maju</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Maju ke folder berikutnya</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Folder induk</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Buka folder induk</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Buat folder baru</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Buat folder baru</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Tampilan daftar</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Ganti ke tampilan daftar</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Tampilan rinci</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Ganti ke tampilan rinci</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Bilah samping</translation>
    </message>
    <message>
        <source>List of places and bookmarks</source>
        <translation>Daftar tempat dan penanda</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Berkas</translation>
    </message>
    <message>
        <source>Recent Places</source>
        <translation>Tempat terakhir</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 sudah ada.
Ganti berkas itu?</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
Berkas tidak ditemukan.
Periksa apakah nama berkasnya benar.</translation>
    </message>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
Folder tidak ditemukan.
Periksa apakah nama foldernya benar.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is write protected.
Do you want to delete it anyway?</source>
        <translation>“%1” dilindungi dari penulisan.
Tetap hapus?</translation>
    </message>
    <message>
        <source>Are you sure you want to delete &apos;%1&apos;?</source>
        <translation>Yakin ingin menghapus “%1”?</translation>
    </message>
    <message>
        <source>Could not delete directory.</source>
        <translation>Folder itu tidak dapat dihapus.</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Ukuran</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Jenis</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Tanggal diubah</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Komputer</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>Diska</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Berkas</translation>
    </message>
</context>
<context>
    <name>limn::ConversationListModel</name>
    <message>
        <source>%1, last used %2</source>
        <translation>%1, terakhir dipakai %2</translation>
    </message>
</context>
<context>
    <name>limn::ConversationSession</name>
    <message>
        <source>What this message started from is not kept any more. Open the picture and order it again from there.</source>
        <translation>Gambar awal pesan ini tidak disimpan lagi. Buka gambarnya dan pesan lagi dari sana.</translation>
    </message>
</context>
<context>
    <name>limn::DescribingAssistant</name>
    <message>
        <source>There is no picture to look at. Attach one, or drop it on the window.</source>
        <translation>Tidak ada gambar untuk dilihat. Lampirkan satu, atau jatuhkan ke jendela.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>seen at %1 × %2 pixels; %3</source>
        <comment>width, height, how long it took: 3.5 s</comment>
        <translation>terlihat pada %1 × %2 piksel; %3</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>dihentikan</translation>
    </message>
    <message>
        <source>Measured and read without a model, in %1 s.</source>
        <translation>Diukur dan dibaca tanpa model, dalam %1 d.</translation>
    </message>
    <message>
        <source>%1 saw it at %2 × %3 pixels; %4 s.</source>
        <translation>%1 melihatnya pada %2 × %3 piksel; %4 d.</translation>
    </message>
    <message>
        <source>Looked at by %1; %2 s.</source>
        <translation>Dilihat oleh %1; %2 d.</translation>
    </message>
    <message>
        <source>Alt text:</source>
        <translation>Teks alternatif:</translation>
    </message>
    <message>
        <source>In detail:</source>
        <translation>Rincian:</translation>
    </message>
    <message>
        <source>Tags:</source>
        <translation>Tag:</translation>
    </message>
    <message>
        <source>Writing in it:</source>
        <translation>Tulisan di dalamnya:</translation>
    </message>
    <message>
        <source>Measured:</source>
        <translation>Terukur:</translation>
    </message>
    <message>
        <source>Its prompt:</source>
        <translation>Prompt-nya:</translation>
    </message>
    <message>
        <source>The picture is still being drawn. Ask again when it is there.</source>
        <translation>Gambarnya masih dibuat. Tanyakan lagi setelah selesai.</translation>
    </message>
    <message>
        <source>Framed on the canvas:</source>
        <translation>Dibingkai di kanvas:</translation>
    </message>
    <message>
        <source>%1: from %2 to %3 % of the width, from %4 to %5 % of the height</source>
        <comment>a thing, and where it is in a picture</comment>
        <translation>%1: dari %2 sampai %3 % lebar, dari %4 sampai %5 % tinggi</translation>
    </message>
    <message>
        <source>something</source>
        <translation>sesuatu</translation>
    </message>
    <message>
        <source>Only colours and writing were checked: there is no model that judges such pictures well enough.</source>
        <translation>Hanya warna dan tulisan yang diperiksa: tidak ada model yang cukup baik menilai gambar seperti ini.</translation>
    </message>
</context>
<context>
    <name>limn::FailureSentence</name>
    <message>
        <source>%1</source>
        <comment>leads with: this cannot be done as asked</comment>
        <translation>Hal itu tidak dapat dilakukan seperti yang diminta. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>leads with: a file is not there or may not be read</comment>
        <translation>Berkas tidak ada atau tidak boleh dibaca. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>leads with: a file is damaged</comment>
        <translation>Berkas rusak. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>leads with: parts of the model do not fit together</comment>
        <translation>Bagian-bagian model tidak cocok. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>leads with: the file asks for something that is not done</comment>
        <translation>Berkas meminta sesuatu yang tidak dilakukan Limn. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>leads with: this kind is not known</comment>
        <translation>Jenis ini tidak dikenal. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>leads with: there is not enough memory</comment>
        <translation>Memori tidak cukup. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>leads with: the model computed no valid numbers</comment>
        <translation>Model menghasilkan angka yang tidak sah. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>leads with: writing failed</comment>
        <translation>Penulisan gagal. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>leads with: something went wrong in the program</comment>
        <translation>Terjadi kesalahan di dalam program. %1</translation>
    </message>
    <message>
        <source>Change the settings and try again.</source>
        <translation>Ubah pengaturan dan coba lagi.</translation>
    </message>
    <message>
        <source>Choose another file, or put it back and try again.</source>
        <translation>Pilih berkas lain, atau kembalikan dan coba lagi.</translation>
    </message>
    <message>
        <source>Get the file again from where it came, or choose another one.</source>
        <translation>Ambil lagi berkasnya dari asalnya, atau pilih yang lain.</translation>
    </message>
    <message>
        <source>Nothing of it was run. Choose another file.</source>
        <translation>Tidak ada isinya yang dijalankan. Pilih berkas lain.</translation>
    </message>
    <message>
        <source>Choose another model or file.</source>
        <translation>Pilih model atau berkas lain.</translation>
    </message>
    <message>
        <source>Choose a smaller size or close other programs, then try again.</source>
        <translation>Pilih ukuran lebih kecil atau tutup program lain, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Choose float32 as the number type or another model, then try again.</source>
        <translation>Pilih float32 sebagai jenis angka atau model lain, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Make room or choose another folder, then try again.</source>
        <translation>Kosongkan ruang atau pilih folder lain, lalu coba lagi.</translation>
    </message>
    <message numerus="yes">
        <source>%n files are not pictures: %1</source>
        <translation>
            <numerusform>%n berkas bukan gambar: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files are not models: %1</source>
        <translation>
            <numerusform>%n berkas bukan model: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again. If it happens again, the log says more.</source>
        <translation>Coba lagi. Jika terulang, catatan memuat keterangan lebih.</translation>
    </message>
</context>
<context>
    <name>limn::GalleryModel</name>
    <message>
        <source>%1 by %2 pixels</source>
        <translation>%1 kali %2 piksel</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n bintang</numerusform>
        </translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>favorit</translation>
    </message>
    <message>
        <source>its file is missing</source>
        <translation>berkasnya hilang</translation>
    </message>
    <message>
        <source>Asked for: %1</source>
        <translation>Diminta: %1</translation>
    </message>
</context>
<context>
    <name>limn::JobListModel</name>
    <message>
        <source>Now: %1</source>
        <translation>Sekarang: %1</translation>
    </message>
    <message>
        <source>Loading %1</source>
        <translation>Memuat %1</translation>
    </message>
    <message>
        <source>Describing %1</source>
        <translation>Menjelaskan %1</translation>
    </message>
    <message>
        <source>Looking at the picture</source>
        <translation>Melihat gambar</translation>
    </message>
</context>
<context>
    <name>limn::PictureAssistant</name>
    <message>
        <source>%1</source>
        <comment>leads with: what a person should know of the pictures that were made</comment>
        <translation>Catatan tentang gambar ini: %1</translation>
    </message>
    <message>
        <source>The message has no words to draw. Say what the picture should show.</source>
        <translation>Pesan ini tidak berisi kata untuk digambar. Katakan apa yang harus ada di gambar.</translation>
    </message>
    <message numerus="yes">
        <source>%n attached picture(s)</source>
        <translation>
            <numerusform>%n gambar terlampir</numerusform>
        </translation>
    </message>
    <message>
        <source>drawing starts from the first; the others are not used</source>
        <translation>penggambaran dimulai dari yang pertama; yang lain tidak dipakai</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) in %1 s</source>
        <translation>
            <numerusform>%n gambar dalam %1 d</numerusform>
        </translation>
    </message>
    <message>
        <source>stopped; %1</source>
        <translation>dihentikan; %1</translation>
    </message>
    <message>
        <source>As asked</source>
        <translation>Sesuai permintaan</translation>
    </message>
    <message>
        <source>Not as asked: %1</source>
        <translation>Tidak sesuai permintaan: %1</translation>
    </message>
</context>
<context>
    <name>limn::PictureRequest</name>
    <message>
        <source>read as plain words: weights have no effect here</source>
        <translation>dibaca sebagai kata biasa: bobot tidak berpengaruh di sini</translation>
    </message>
    <message>
        <source>read as its first words: words cannot change between steps here</source>
        <translation>dibaca sebagai kata pertamanya: kata tidak dapat berganti antarlangkah di sini</translation>
    </message>
    <message>
        <source>read as its first words: words cannot alternate here</source>
        <translation>dibaca sebagai kata pertamanya: kata tidak dapat bergantian di sini</translation>
    </message>
    <message>
        <source>left out: choose LoRAs in the settings</source>
        <translation>diabaikan: pilih LoRA di pengaturan</translation>
    </message>
    <message>
        <source>read as a comma</source>
        <translation>dibaca sebagai koma</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 piksel</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>seed %1</translation>
    </message>
    <message>
        <source>kept out of the picture: %1</source>
        <translation>dijauhkan dari gambar: %1</translation>
    </message>
    <message>
        <source>left out: not an option of Limn</source>
        <translation>diabaikan: bukan opsi Limn</translation>
    </message>
    <message>
        <source>left out: its value cannot be read</source>
        <translation>diabaikan: nilainya tidak dapat dibaca</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n langkah</numerusform>
        </translation>
    </message>
    <message>
        <source>guidance %1</source>
        <translation>panduan %1</translation>
    </message>
    <message>
        <source>strength %1</source>
        <translation>kekuatan %1</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Gambar</translation>
    </message>
</context>
<context>
    <name>limn::Settings</name>
    <message>
        <source>The settings could not be read, so everything is as at the first start. The damaged file was kept as &apos;%1&apos;.</source>
        <translation>Pengaturan tidak dapat dibaca, jadi semuanya seperti pada awal pertama. Berkas yang rusak disimpan sebagai &apos;%1&apos;.</translation>
    </message>
</context>
<context>
    <name>limn::Speech</name>
    <message>
        <source>AI-made</source>
        <translation>buatan AI</translation>
    </message>
    <message>
        <source>I cannot tell: this is not my kind of picture.</source>
        <translation>Saya tidak tahu: ini bukan jenis gambar saya.</translation>
    </message>
    <message>
        <source>It holds writing: “%1”.</source>
        <translation>Di dalamnya ada tulisan: “%1”.</translation>
    </message>
    <message>
        <source>Writing: %1</source>
        <translation>Tulisan: %1</translation>
    </message>
    <message>
        <source>What can be measured: %1</source>
        <translation>Yang dapat diukur: %1</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>The language that models are asked in: a folder of resources/prompts, or &quot;en&quot; where yours is not there.</extracomment>
        <translation>id</translation>
    </message>
    <message>
        <source>black</source>
        <translation>hitam</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>abu-abu</translation>
    </message>
    <message>
        <source>white</source>
        <translation>putih</translation>
    </message>
    <message>
        <source>red</source>
        <translation>merah</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>jingga</translation>
    </message>
    <message>
        <source>brown</source>
        <translation>cokelat</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>kuning</translation>
    </message>
    <message>
        <source>green</source>
        <translation>hijau</translation>
    </message>
    <message>
        <source>turquoise</source>
        <translation>biru toska</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>biru</translation>
    </message>
    <message>
        <source>purple</source>
        <translation>ungu</translation>
    </message>
    <message>
        <source>pink</source>
        <translation>merah muda</translation>
    </message>
    <message>
        <source>An empty picture</source>
        <translation>Gambar kosong</translation>
    </message>
    <message>
        <source>A page of writing</source>
        <translation>Halaman berisi tulisan</translation>
    </message>
    <message>
        <source>A screenshot or a chart</source>
        <translation>Tangkapan layar atau bagan</translation>
    </message>
    <message>
        <source>A drawing</source>
        <translation>Gambar buatan</translation>
    </message>
    <message>
        <source>A photograph, a painting or a rendering</source>
        <translation>Foto, lukisan, atau hasil render</translation>
    </message>
    <message>
        <source>A picture</source>
        <translation>Sebuah gambar</translation>
    </message>
    <message>
        <source>%1 with one face</source>
        <translation>%1 dengan satu wajah</translation>
    </message>
    <message>
        <source>%1 with two faces</source>
        <translation>%1 dengan dua wajah</translation>
    </message>
    <message>
        <source>%1 with three faces</source>
        <translation>%1 dengan tiga wajah</translation>
    </message>
    <message>
        <source>%1 with %2 faces</source>
        <translation>%1 dengan %2 wajah</translation>
    </message>
    <message>
        <source>very dark</source>
        <translation>sangat gelap</translation>
    </message>
    <message>
        <source>rather dark</source>
        <translation>agak gelap</translation>
    </message>
    <message>
        <source>of middle brightness</source>
        <translation>kecerahannya sedang</translation>
    </message>
    <message>
        <source>rather bright</source>
        <translation>agak terang</translation>
    </message>
    <message>
        <source>very bright</source>
        <translation>sangat terang</translation>
    </message>
    <message>
        <source>Mostly %1 above and %2 below</source>
        <translation>Sebagian besar %1 di atas dan %2 di bawah</translation>
    </message>
    <message>
        <source>Of many colours</source>
        <translation>Beraneka warna</translation>
    </message>
    <message>
        <source>Mostly %1 with %2</source>
        <translation>Sebagian besar %1 dengan %2</translation>
    </message>
    <message>
        <source>Mostly %1</source>
        <translation>Sebagian besar %1</translation>
    </message>
    <message>
        <source>%1, %2 × %3 pixels.</source>
        <translation>%1, %2 × %3 piksel.</translation>
    </message>
    <message>
        <source>Its edges are soft throughout.</source>
        <translation>Semua tepinya lembut.</translation>
    </message>
    <message>
        <source>It is grainy, or finely textured.</source>
        <translation>Gambarnya berbintik atau bertekstur halus.</translation>
    </message>
    <message>
        <source>Edges of blocks of 8 pixels show, as strong compression leaves them.</source>
        <translation>Tepi kotak-kotak 8 piksel tampak, seperti yang ditinggalkan kompresi yang kuat.</translation>
    </message>
    <message>
        <source>less than 1 %</source>
        <translation>kurang dari 1 %</translation>
    </message>
    <message>
        <source>%1 of the picture is %2</source>
        <translation>%1 dari gambar berwarna %2</translation>
    </message>
    <message>
        <source>the model says yes (%1)</source>
        <translation>model menjawab ya (%1)</translation>
    </message>
    <message>
        <source>the model says no (%1)</source>
        <translation>model menjawab tidak (%1)</translation>
    </message>
    <message>
        <source>and counts %1</source>
        <translation>dan menghitung %1</translation>
    </message>
    <message>
        <source>not checked: the model answers %1</source>
        <translation>tidak diperiksa: model menjawab %1</translation>
    </message>
    <message>
        <source>not checked: reading needs Tesseract&apos;s language data</source>
        <translation>tidak diperiksa: membaca tulisan memerlukan data bahasa Tesseract</translation>
    </message>
    <message>
        <source>not checked: the model does not know such pictures</source>
        <translation>tidak diperiksa: model tidak mengenal gambar seperti ini</translation>
    </message>
    <message>
        <source>not checked: that needs a describing model</source>
        <translation>tidak diperiksa: itu memerlukan model yang dapat menjelaskan gambar</translation>
    </message>
    <message>
        <source>no writing was found</source>
        <translation>tidak ditemukan tulisan</translation>
    </message>
    <message>
        <source>read in the picture: %1</source>
        <translation>terbaca di gambar: %1</translation>
    </message>
    <message>
        <source>The prompt says nothing that could be checked.</source>
        <translation>Prompt tidak menyebut apa pun yang dapat diperiksa.</translation>
    </message>
    <message>
        <source>None of the prompt&apos;s %1 claims could be checked.</source>
        <translation>Tidak satu pun dari %1 pernyataan prompt dapat diperiksa.</translation>
    </message>
    <message>
        <source>%1 of %2 claim holds (score %3).</source>
        <translation>%1 dari %2 pernyataan benar (skor %3).</translation>
    </message>
    <message>
        <source>%1 of %2 claims hold (score %3).</source>
        <translation>%1 dari %2 pernyataan benar (skor %3).</translation>
    </message>
    <message>
        <source>Missing: %1.</source>
        <translation>Kurang: %1.</translation>
    </message>
    <message>
        <source>Not checked: %1.</source>
        <translation>Tidak diperiksa: %1.</translation>
    </message>
    <message>
        <source>Only part of the text was read.</source>
        <translation>Hanya sebagian tulisannya yang terbaca.</translation>
    </message>
    <message>
        <source>It says: “%1”.</source>
        <translation>Bunyinya: “%1”.</translation>
    </message>
    <message>
        <source>No writing was found in the picture.</source>
        <translation>Tidak ditemukan tulisan di gambar ini.</translation>
    </message>
    <message>
        <source>No writing could be read in time.</source>
        <translation>Tidak ada tulisan yang terbaca tepat waktu.</translation>
    </message>
    <message>
        <source>What should change evenly shows as bands.</source>
        <translation>Peralihan yang seharusnya halus tampak bertingkat.</translation>
    </message>
</context>
<context>
    <name>limn::TranscriptModel</name>
    <message>
        <source>You:</source>
        <translation>Anda:</translation>
    </message>
    <message>
        <source>Limn:</source>
        <translation>Limn:</translation>
    </message>
    <message numerus="yes">
        <source>%n attached picture(s).</source>
        <translation>
            <numerusform>%n gambar terlampir.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s): %1, seed %2.</source>
        <translation>
            <numerusform>%n gambar: %1, seed %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping.</source>
        <translation>Menghentikan.</translation>
    </message>
    <message>
        <source>Being made.</source>
        <translation>Sedang dibuat.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Dihentikan.</translation>
    </message>
</context>
<context>
    <name>limn::studio::Studio</name>
    <message>
        <source>the model “%1”</source>
        <translation>model “%1”</translation>
    </message>
    <message>
        <source>the scheduler “%1”</source>
        <translation>penjadwal “%1”</translation>
    </message>
    <message>
        <source>the size %1 × %2</source>
        <translation>ukuran %1 × %2</translation>
    </message>
    <message>
        <source>the LoRAs</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Not taken over from the picture: %1.</source>
        <translation>Tidak diambil alih dari gambar: %1.</translation>
    </message>
    <message>
        <source>Start from a picture</source>
        <translation>Mulai dari gambar</translation>
    </message>
    <message>
        <source>“%1” can be used now.</source>
        <translation>“%1” sekarang dapat dipakai.</translation>
    </message>
    <message>
        <source>Draw with this</source>
        <translation>Gambar dengan ini</translation>
    </message>
    <message>
        <source>loading %1 %</source>
        <translation>memuat %1 %</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>Buka berkas</translation>
    </message>
    <message>
        <source>Pictures and models (*.png *.jpg *.jpeg *.webp *.safetensors *.ckpt)</source>
        <translation>Gambar dan model (*.png *.jpg *.jpeg *.webp *.safetensors *.ckpt)</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
        <translation>Gambar (*.png *.jpg *.jpeg *.webp)</translation>
    </message>
    <message>
        <source>“%1” does not say how it was made.</source>
        <translation>“%1” tidak menyebutkan cara pembuatannya.</translation>
    </message>
    <message>
        <source>picture.png</source>
        <translation>gambar.png</translation>
    </message>
    <message>
        <source>Save the picture as</source>
        <translation>Simpan gambar sebagai</translation>
    </message>
    <message>
        <source>Saved as “%1”.</source>
        <translation>Disimpan sebagai “%1”.</translation>
    </message>
    <message>
        <source>Attach pictures to the chat</source>
        <translation>Lampirkan gambar ke obrolan</translation>
    </message>
    <message>
        <source>Where new pictures are saved</source>
        <translation>Tempat menyimpan gambar baru</translation>
    </message>
    <message>
        <source>New pictures go to “%1”.</source>
        <translation>Gambar baru disimpan di “%1”.</translation>
    </message>
    <message>
        <source>Add a folder to the gallery</source>
        <translation>Tambahkan folder ke galeri</translation>
    </message>
    <message>
        <source>Moved to the trash. It is kept there for 30 days.</source>
        <translation>Dipindahkan ke tempat sampah. Disimpan di sana selama 30 hari.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Disalin: %1</translation>
    </message>
    <message>
        <source>The words are in “%1” now.</source>
        <translation>Kata-katanya kini ada di “%1”.</translation>
    </message>
    <message numerus="yes">
        <source>%n orders of the last time go on</source>
        <translation>
            <numerusform>%n pesanan dari sebelumnya dilanjutkan</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures described</source>
        <translation>
            <numerusform>%n gambar dijelaskan</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures described, %1 not</source>
        <translation>
            <numerusform>%n gambar dijelaskan, %1 tidak</numerusform>
        </translation>
    </message>
    <message>
        <source>Describing pictures: %1 of %2</source>
        <translation>Menjelaskan gambar: %1 dari %2</translation>
    </message>
    <message>
        <source>Drawing starts from the whole picture; the mask counts for “Repaint” alone.</source>
        <translation>Penggambaran dimulai dari seluruh gambar; masker hanya berlaku untuk “Gambar ulang”.</translation>
    </message>
    <message>
        <source>Repaint the masked part</source>
        <translation>Gambar ulang bagian bermasker</translation>
    </message>
    <message>
        <source>No text was found in this picture.</source>
        <translation>Tidak ada teks yang ditemukan di gambar ini.</translation>
    </message>
    <message>
        <source>Describe with this</source>
        <translation>Jelaskan dengan ini</translation>
    </message>
    <message>
        <source>“%1” describes your pictures from now on.</source>
        <translation>“%1” menjelaskan gambar Anda mulai sekarang.</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures wait; they are described after the next start</source>
        <translation>
            <numerusform>%n gambar menunggu; dijelaskan setelah program dimulai lagi</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is not on the list any more: the starter describes pictures again.</source>
        <translation>“%1” tidak ada lagi dalam daftar: model bawaan kembali mendeskripsikan gambar.</translation>
    </message>
    <message>
        <source>“%1” cannot be used now: the starter describes pictures meanwhile.</source>
        <translation>“%1” tidak dapat dipakai sekarang: sementara ini model bawaan mendeskripsikan gambar.</translation>
    </message>
    <message>
        <source>Do not describe them</source>
        <translation>Jangan dideskripsikan</translation>
    </message>
    <message>
        <source>There is no picture to paste: copy one first, or the file of one.</source>
        <translation>Tidak ada gambar untuk ditempel: salin dulu gambarnya, atau berkasnya.</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures wait to be described</source>
        <translation>
            <numerusform>%n gambar menunggu untuk dijelaskan</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on or forget them</source>
        <translation>Lanjutkan atau lupakan</translation>
    </message>
    <message>
        <source>The words are in “%1” now, except where somebody else’s text was kept.</source>
        <translation>Kata-katanya kini ada di “%1”, kecuali teks yang ditulis orang lain di sana.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Tampilkan</translation>
    </message>
</context>
<context>
    <name>limn::ui::AttachmentIntake</name>
    <message>
        <source>the pasted picture</source>
        <translation>gambar yang ditempel</translation>
    </message>
    <message>
        <source>There is no picture in it. Limn downloads nothing: save the picture first, then attach the file.</source>
        <translation>Tidak ada gambar di dalamnya. Limn tidak mengunduh apa pun: simpan dulu gambarnya, lalu lampirkan berkasnya.</translation>
    </message>
    <message>
        <source>The pasted picture cannot be read. Save it as a file and attach that.</source>
        <translation>Gambar yang ditempel tidak dapat dibaca. Simpan sebagai berkas dan lampirkan.</translation>
    </message>
</context>
<context>
    <name>limn::ui::AttachmentStrip</name>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Hapus %1</translation>
    </message>
    <message>
        <source>Attached picture %1</source>
        <translation>Gambar terlampir %1</translation>
    </message>
    <message>
        <source>Pasted text, %1 characters</source>
        <translation>Teks tempelan, %1 karakter</translation>
    </message>
</context>
<context>
    <name>limn::ui::CanvasActions</name>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Ulangi</translation>
    </message>
    <message>
        <source>Move or drag out</source>
        <translation>Pindah atau seret keluar</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Geser</translation>
    </message>
    <message>
        <source>Mask with the brush</source>
        <translation>Masker dengan kuas</translation>
    </message>
    <message>
        <source>Unmask with the eraser</source>
        <translation>Hapus masker dengan penghapus</translation>
    </message>
    <message>
        <source>Mask a rectangle</source>
        <translation>Masker persegi panjang</translation>
    </message>
    <message>
        <source>Mask with the lasso</source>
        <translation>Masker dengan laso</translation>
    </message>
    <message>
        <source>Compare before and after</source>
        <translation>Bandingkan sebelum dan sesudah</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>Kuas lebih kecil</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>Kuas lebih besar</translation>
    </message>
    <message>
        <source>Mask everything</source>
        <translation>Masker semuanya</translation>
    </message>
    <message>
        <source>Invert the mask</source>
        <translation>Balikkan masker</translation>
    </message>
    <message>
        <source>Soften the mask&apos;s edge</source>
        <translation>Lembutkan tepi masker</translation>
    </message>
    <message>
        <source>Clear the mask</source>
        <translation>Kosongkan masker</translation>
    </message>
    <message>
        <source>Fit into the canvas</source>
        <translation>Paskan ke kanvas</translation>
    </message>
    <message>
        <source>Zoom to 100 %</source>
        <translation>Perbesaran 100 %</translation>
    </message>
    <message>
        <source>Zoom to 200 %</source>
        <translation>Perbesaran 200 %</translation>
    </message>
    <message>
        <source>Zoom to 400 %</source>
        <translation>Perbesaran 400 %</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Perbesar</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Perkecil</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Salin gambar</translation>
    </message>
    <message>
        <source>Save the picture as…</source>
        <translation>Simpan gambar sebagai…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Cetak…</translation>
    </message>
    <message>
        <source>Start from this picture</source>
        <translation>Mulai dari gambar ini</translation>
    </message>
    <message>
        <source>Start from the whole picture, without the mask</source>
        <translation>Mulai dari seluruh gambar, tanpa masker</translation>
    </message>
    <message>
        <source>Describe this picture</source>
        <translation>Deskripsikan gambar ini</translation>
    </message>
    <message>
        <source>Clear the canvas</source>
        <translation>Kosongkan kanvas</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name of an order, its key</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Compare before and after (C); hold \ to see the picture before</source>
        <translation>Bandingkan sebelum dan sesudah (C); tahan \ untuk melihat gambar sebelumnya</translation>
    </message>
    <message>
        <source>Select text in the picture</source>
        <translation>Pilih teks di dalam gambar</translation>
    </message>
</context>
<context>
    <name>limn::ui::CanvasNotice</name>
    <message>
        <source>Close this message</source>
        <translation>Tutup pesan ini</translation>
    </message>
</context>
<context>
    <name>limn::ui::CanvasPane</name>
    <message>
        <source>A new picture is ready.</source>
        <translation>Gambar baru sudah siap.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Tampilkan</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Kanvas</translation>
    </message>
</context>
<context>
    <name>limn::ui::CanvasView</name>
    <message>
        <source>Before</source>
        <translation>Sebelum</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Sesudah</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Kanvas</translation>
    </message>
    <message>
        <source>A picture of %1 by %2 pixels is being made.</source>
        <translation>Gambar %1 kali %2 piksel sedang dibuat.</translation>
    </message>
    <message>
        <source>No picture.</source>
        <translation>Tidak ada gambar.</translation>
    </message>
    <message>
        <source>Picture: %1. %2 by %3 pixels.</source>
        <translation>Gambar: %1. %2 kali %3 piksel.</translation>
    </message>
    <message>
        <source>Move the view (with Shift: further)</source>
        <translation>Geser tampilan (dengan Shift: lebih jauh)</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>Tombol panah</translation>
    </message>
    <message>
        <source>Move the view with the mouse, while held</source>
        <translation>Geser tampilan dengan tetikus, selama ditahan</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Spasi</translation>
    </message>
    <message>
        <source>See the picture before, while held</source>
        <translation>Lihat gambar sebelumnya, selama ditahan</translation>
    </message>
    <message>
        <source>Draw without a mouse: move the cross (with Shift: by one pixel)</source>
        <translation>Menggambar tanpa tetikus: pindahkan tanda silang (dengan Shift: satu piksel)</translation>
    </message>
    <message>
        <source>Alt+arrow keys</source>
        <translation>Alt+tombol panah</translation>
    </message>
    <message>
        <source>Draw without a mouse: begin and end there</source>
        <translation>Menggambar tanpa tetikus: mulai dan akhiri di sana</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
</context>
<context>
    <name>limn::ui::ChatHeader</name>
    <message>
        <source>All conversations</source>
        <translation>Semua percakapan</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Baru</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Percakapan baru</translation>
    </message>
    <message>
        <source>Conversation: %1</source>
        <translation>Percakapan: %1</translation>
    </message>
</context>
<context>
    <name>limn::ui::ChatPane</name>
    <message>
        <source>“%1” was deleted.</source>
        <translation>“%1” telah dihapus.</translation>
    </message>
    <message>
        <source>Picture ready: %1</source>
        <translation>Gambar siap: %1</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Dihentikan.</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Obrolan</translation>
    </message>
</context>
<context>
    <name>limn::ui::ChatWelcome</name>
    <message>
        <source>What should the picture show?</source>
        <translation>Apa yang harus ada di gambar?</translation>
    </message>
    <message>
        <source>Write it below, or attach a picture to change it or to ask about it. Everything runs on this machine.</source>
        <translation>Tulis di bawah, atau lampirkan gambar untuk diubah atau ditanyakan. Semuanya berjalan di mesin ini.</translation>
    </message>
    <message>
        <source>Two blue owls on a snowy night</source>
        <translation>Dua burung hantu biru di malam bersalju</translation>
    </message>
    <message>
        <source>A sailing boat on the sea at sunset</source>
        <translation>Perahu layar di laut saat senja</translation>
    </message>
    <message>
        <source>A red balloon and a house</source>
        <translation>Balon merah dan rumah</translation>
    </message>
    <message>
        <source>Example: %1</source>
        <translation>Contoh: %1</translation>
    </message>
</context>
<context>
    <name>limn::ui::CommandPalette</name>
    <message>
        <source>Search or run a command</source>
        <translation>Cari atau jalankan perintah</translation>
    </message>
    <message>
        <source>Search pictures or run a command</source>
        <translation>Cari gambar atau jalankan perintah</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Perintah</translation>
    </message>
    <message>
        <source>Search pictures for “%1”</source>
        <translation>Cari gambar dengan “%1”</translation>
    </message>
</context>
<context>
    <name>limn::ui::CompareView</name>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Close the comparison</source>
        <translation>Tutup perbandingan</translation>
    </message>
    <message>
        <source>Back to one picture (Esc). A double click on a picture, or its number, shows it alone.</source>
        <translation>Kembali ke satu gambar (Esc). Klik ganda pada gambar, atau nomornya, menampilkannya sendirian.</translation>
    </message>
    <message>
        <source>Pictures side by side</source>
        <translation>Gambar berdampingan</translation>
    </message>
    <message>
        <source>Compared pictures: show one alone</source>
        <translation>Gambar yang dibandingkan: tampilkan satu saja</translation>
    </message>
    <message>
        <source>Compared pictures: zoom in, out, fit</source>
        <translation>Gambar yang dibandingkan: perbesar, perkecil, paskan</translation>
    </message>
    <message>
        <source>Compared pictures: move the view</source>
        <translation>Gambar yang dibandingkan: geser tampilan</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>Tombol panah</translation>
    </message>
</context>
<context>
    <name>limn::ui::Composer</name>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Kirim</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Pesan</translation>
    </message>
    <message>
        <source>Attach pictures; pasting and dropping them here works too</source>
        <translation>Lampirkan gambar; menempel dan menjatuhkannya di sini juga bisa</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>Lampirkan gambar</translation>
    </message>
    <message>
        <source>Stop what is being made (Esc)</source>
        <translation>Hentikan yang sedang dibuat (Esc)</translation>
    </message>
    <message>
        <source>Send (Enter); to the front of the queue with Ctrl+Shift+Enter; Shift+Enter begins a line</source>
        <translation>Kirim (Enter); ke depan antrean dengan Ctrl+Shift+Enter; Shift+Enter memulai baris</translation>
    </message>
    <message numerus="yes">
        <source>A message carries at most %n picture(s); this one was left out.</source>
        <translation>
            <numerusform>Satu pesan memuat paling banyak %n gambar; yang ini diabaikan.</numerusform>
        </translation>
    </message>
    <message>
        <source>Draw something, or ask about a picture…</source>
        <translation>Gambarlah sesuatu, atau tanyakan tentang gambar…</translation>
    </message>
</context>
<context>
    <name>limn::ui::ComposerEdit</name>
    <message>
        <source>Send the message</source>
        <translation>Kirim pesan</translation>
    </message>
    <message>
        <source>Start a new line</source>
        <translation>Mulai baris baru</translation>
    </message>
    <message>
        <source>Earlier and later messages of yours</source>
        <translation>Pesan Anda sebelumnya dan sesudahnya</translation>
    </message>
    <message>
        <source>More or less weight for the selected words</source>
        <translation>Bobot lebih atau kurang untuk kata terpilih</translation>
    </message>
</context>
<context>
    <name>limn::ui::ConversationListPage</name>
    <message>
        <source>Rename</source>
        <translation>Ganti nama</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>Cari percakapan</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Percakapan</translation>
    </message>
    <message>
        <source>Rename (F2)</source>
        <translation>Ganti nama (F2)</translation>
    </message>
    <message>
        <source>Delete (Del); can be undone</source>
        <translation>Hapus (Del); dapat diurungkan</translation>
    </message>
    <message>
        <source>Conversations: open</source>
        <translation>Percakapan: buka</translation>
    </message>
    <message>
        <source>Conversations: rename</source>
        <translation>Percakapan: ganti nama</translation>
    </message>
    <message>
        <source>Conversations: delete</source>
        <translation>Percakapan: hapus</translation>
    </message>
</context>
<context>
    <name>limn::ui::DropOverlay</name>
    <message>
        <source>What should be done with it?</source>
        <translation>Mau diapakan?</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>Deskripsikan</translation>
    </message>
    <message>
        <source>Say in words what is on it</source>
        <translation>Katakan dengan kata apa isinya</translation>
    </message>
    <message>
        <source>Attach to the chat</source>
        <translation>Lampirkan ke obrolan</translation>
    </message>
    <message>
        <source>Talk about it or change it</source>
        <translation>Bicarakan atau ubah</translation>
    </message>
    <message>
        <source>Start from it</source>
        <translation>Mulai dari ini</translation>
    </message>
    <message>
        <source>The next picture grows out of it</source>
        <translation>Gambar berikutnya tumbuh darinya</translation>
    </message>
    <message>
        <source>Add to the gallery</source>
        <translation>Tambahkan ke galeri</translation>
    </message>
    <message>
        <source>Pictures and folders; nothing is copied</source>
        <translation>Gambar dan folder; tidak ada yang disalin</translation>
    </message>
    <message>
        <source>Load its settings</source>
        <translation>Muat pengaturannya</translation>
    </message>
    <message>
        <source>Prompt, seed and the rest, if it tells them</source>
        <translation>Prompt, seed, dan lainnya, jika tercantum</translation>
    </message>
    <message>
        <source>Add model</source>
        <translation>Tambahkan model</translation>
    </message>
    <message>
        <source>It stays where it is</source>
        <translation>Tetap di tempatnya</translation>
    </message>
</context>
<context>
    <name>limn::ui::EmptyCanvasView</name>
    <message>
        <source>two blue owls on a snowy night</source>
        <translation>dua burung hantu biru di malam bersalju</translation>
    </message>
    <message>
        <source>a penguin in the snow</source>
        <translation>penguin di salju</translation>
    </message>
    <message>
        <source>a red balloon and a house in a meadow</source>
        <translation>balon merah dan rumah di padang rumput</translation>
    </message>
    <message>
        <source>Pictures appear here</source>
        <translation>Gambar muncul di sini</translation>
    </message>
    <message>
        <source>Write in the chat what you would like to see, or drop a picture here to change it. Paint over a part to have only that drawn again.</source>
        <translation>Tulis di obrolan apa yang ingin Anda lihat, atau jatuhkan gambar di sini untuk mengubahnya. Warnai satu bagian agar hanya bagian itu yang digambar ulang.</translation>
    </message>
    <message>
        <source>Draw “%1”</source>
        <translation>Gambar “%1”</translation>
    </message>
    <message>
        <source>Ctrl+K finds every order, Shift+? shows the keys.</source>
        <translation>Ctrl+K menemukan setiap perintah, Shift+? menampilkan tombol.</translation>
    </message>
</context>
<context>
    <name>limn::ui::FilterButton</name>
    <message>
        <source>Folders</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Take %1 out of the gallery</source>
        <translation>Keluarkan %1 dari galeri</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Tambah folder…</translation>
    </message>
    <message>
        <source>Look through all again</source>
        <translation>Periksa semuanya lagi</translation>
    </message>
    <message>
        <source>Any date</source>
        <translation>Tanggal apa saja</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hari ini</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>7 hari terakhir</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>30 hari terakhir</translation>
    </message>
    <message>
        <source>The last year</source>
        <translation>Setahun terakhir</translation>
    </message>
    <message>
        <source>Filter and sort</source>
        <translation>Saring dan urutkan</translation>
    </message>
    <message>
        <source>Choose which pictures are shown, and in which order</source>
        <translation>Pilih gambar mana yang ditampilkan, dan urutannya</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Terbaru dulu</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Terlama dulu</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Menurut nama</translation>
    </message>
    <message>
        <source>Best rated first</source>
        <translation>Nilai terbaik dulu</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Menurut model</translation>
    </message>
    <message>
        <source>Any rating</source>
        <translation>Nilai apa saja</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 ke atas</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Nilai</translation>
    </message>
    <message>
        <source>Any model</source>
        <translation>Model apa saja</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Bentuk</translation>
    </message>
    <message>
        <source>Any shape</source>
        <translation>Bentuk apa saja</translation>
    </message>
    <message>
        <source>Wide</source>
        <translation>Lebar</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Persegi</translation>
    </message>
    <message>
        <source>Tall</source>
        <translation>Tinggi</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Tanggal</translation>
    </message>
    <message>
        <source>Only favourites</source>
        <translation>Hanya favorit</translation>
    </message>
    <message>
        <source>Only with text in the picture</source>
        <translation>Hanya yang berisi teks</translation>
    </message>
    <message>
        <source>Show the trash</source>
        <translation>Tampilkan tempat sampah</translation>
    </message>
    <message>
        <source>Trash, kept for 30 days</source>
        <translation>Tempat sampah, disimpan 30 hari</translation>
    </message>
    <message>
        <source>One picture and its family</source>
        <translation>Satu gambar dan keluarganya</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>With text</source>
        <translation>Dengan teks</translation>
    </message>
</context>
<context>
    <name>limn::ui::GalleryPane</name>
    <message>
        <source>%1</source>
        <comment>leads with: this picture file cannot be read</comment>
        <translation>Tidak dapat dibaca: %1</translation>
    </message>
    <message>
        <source>%1 of %2 pictures were copied; the files of the others are missing.</source>
        <translation>%1 dari %2 gambar disalin; berkas yang lain tidak ada.</translation>
    </message>
    <message>
        <source>%1 of %2 pictures are dragged. Copying takes all that have a file.</source>
        <translation>%1 dari %2 gambar diseret. Menyalin mengambil semua yang ada berkasnya.</translation>
    </message>
    <message>
        <source>Look through all folders again</source>
        <translation>Periksa semua folder lagi</translation>
    </message>
    <message>
        <source>%1 is no longer shown. Its pictures stay where they are.</source>
        <translation>%1 tidak ditampilkan lagi. Gambarnya tetap di tempatnya.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Bandingkan</translation>
    </message>
    <message>
        <source>Load all settings</source>
        <translation>Muat semua pengaturan</translation>
    </message>
    <message>
        <source>Load the prompt</source>
        <translation>Muat prompt</translation>
    </message>
    <message>
        <source>Load the seed</source>
        <translation>Muat seed</translation>
    </message>
    <message>
        <source>Start from it</source>
        <translation>Mulai dari ini</translation>
    </message>
    <message>
        <source>Attach to the chat</source>
        <translation>Lampirkan ke obrolan</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>Deskripsikan</translation>
    </message>
    <message>
        <source>Show what it was made from</source>
        <translation>Tampilkan asalnya</translation>
    </message>
    <message>
        <source>No rating</source>
        <translation>Tanpa nilai</translation>
    </message>
    <message>
        <source>Rate %1</source>
        <translation>Beri nilai %1</translation>
    </message>
    <message numerus="yes">
        <source>Rate with %n star(s)</source>
        <translation>
            <numerusform>Beri nilai %n bintang</numerusform>
        </translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Tag…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Ganti nama…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Salin</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Tampilkan di pengelola berkas</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>Pindahkan ke tempat sampah</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Kembalikan</translation>
    </message>
    <message>
        <source>Undo in the gallery</source>
        <translation>Urungkan di galeri</translation>
    </message>
    <message>
        <source>Redo in the gallery</source>
        <translation>Ulangi di galeri</translation>
    </message>
    <message>
        <source>Search the pictures</source>
        <translation>Cari gambar</translation>
    </message>
    <message>
        <source>Add a folder to the gallery…</source>
        <translation>Tambahkan folder ke galeri…</translation>
    </message>
    <message>
        <source>Load settings</source>
        <translation>Muat pengaturan</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Nilai</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Nama baru</translation>
    </message>
    <message>
        <source>Tags, with commas between</source>
        <translation>Tag, dipisah koma</translation>
    </message>
    <message numerus="yes">
        <source>Tags of all %n pictures</source>
        <translation>
            <numerusform>Tag dari semua %n gambar</numerusform>
        </translation>
    </message>
    <message>
        <source>This file does not say how the picture was made.</source>
        <translation>Berkas ini tidak menyebutkan cara gambar dibuat.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Gambar</translation>
    </message>
    <message>
        <source>Looking through the folders</source>
        <translation>Memeriksa folder</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Ukuran gambar</translation>
    </message>
    <message>
        <source>Size of the pictures (Ctrl and mouse wheel)</source>
        <translation>Ukuran gambar (Ctrl dan roda tetikus)</translation>
    </message>
    <message>
        <source>Search by word, prompt or text</source>
        <translation>Cari kata, prompt, atau teks</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Kosongkan</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Kosongkan saringan</translation>
    </message>
    <message>
        <source>Files that could not be read</source>
        <translation>Berkas yang tidak dapat dibaca</translation>
    </message>
    <message>
        <source>Back to the pictures</source>
        <translation>Kembali ke gambar</translation>
    </message>
    <message numerus="yes">
        <source>%n unreadable</source>
        <translation>
            <numerusform>%n tidak terbaca</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files could not be read; show them</source>
        <translation>
            <numerusform>%n berkas tidak dapat dibaca; tampilkan</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking through %1: %2 of %3</source>
        <translation>Memeriksa %1: %2 dari %3</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n gambar</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the gallery…</source>
        <translation>Membaca galeri…</translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>Belum ada gambar</translation>
    </message>
    <message>
        <source>What you make appears here. Add a folder to see the pictures you have; they stay where they are.</source>
        <translation>Yang Anda buat muncul di sini. Tambahkan folder untuk melihat gambar yang ada; semuanya tetap di tempatnya.</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Tambah folder…</translation>
    </message>
    <message>
        <source>The trash is empty</source>
        <translation>Tempat sampah kosong</translation>
    </message>
    <message>
        <source>No picture matches</source>
        <translation>Tidak ada gambar yang cocok</translation>
    </message>
    <message>
        <source>Clear search and filters</source>
        <translation>Kosongkan pencarian dan saringan</translation>
    </message>
    <message>
        <source>The gallery cannot be read</source>
        <translation>Galeri tidak dapat dibaca</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Coba lagi</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures moved to the trash</source>
        <translation>
            <numerusform>%n gambar dipindahkan ke tempat sampah</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Work on many pictures</source>
        <translation>Pekerjaan pada banyak gambar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Lanjutkan</translation>
    </message>
    <message>
        <source>Forget the rest</source>
        <translation>Lupakan sisanya</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galeri</translation>
    </message>
</context>
<context>
    <name>limn::ui::GenerationPanel</name>
    <message>
        <source>Which model draws. Opens the list of models.</source>
        <translation>Model mana yang menggambar. Membuka daftar model.</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Model: %1</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Width and height of the picture. The size that the model was made for gives the best pictures; larger ones take longer.</source>
        <translation>Lebar dan tinggi gambar. Ukuran asal model memberi gambar terbaik; yang lebih besar perlu waktu lebih lama.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Ukuran</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>Lebar dalam piksel</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>Tinggi dalam piksel</translation>
    </message>
    <message>
        <source>Own size</source>
        <translation>Ukuran sendiri</translation>
    </message>
    <message>
        <source>How many pictures one message makes, each with the next seed</source>
        <translation>Berapa gambar yang dibuat satu pesan, masing-masing dengan seed berikutnya</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Gambar</translation>
    </message>
    <message>
        <source>How often the picture is worked over. More steps take longer; beyond the model&apos;s own number little changes.</source>
        <translation>Berapa kali gambar digarap. Langkah lebih banyak perlu waktu lebih lama; di atas jumlah bawaan model hanya sedikit yang berubah.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Langkah</translation>
    </message>
    <message>
        <source>How strictly the words are followed. Low is free and soft, high is literal and hard; 1 ignores the words to avoid.</source>
        <translation>Seberapa ketat kata-kata diikuti. Rendah berarti bebas dan lembut, tinggi berarti harfiah dan keras; 1 mengabaikan kata yang dihindari.</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Panduan</translation>
    </message>
    <message>
        <source>The method that turns noise into a picture. The model&apos;s own is a good choice.</source>
        <translation>Cara mengubah derau menjadi gambar. Bawaan model adalah pilihan yang baik.</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>Penjadwal</translation>
    </message>
    <message>
        <source>The number that the picture&apos;s noise comes from. The same seed, words and settings give the same picture.</source>
        <translation>Angka asal derau gambar. Seed, kata, dan pengaturan yang sama memberi gambar yang sama.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Keep this seed</source>
        <translation>Pertahankan seed ini</translation>
    </message>
    <message>
        <source>On: every picture uses this seed. Off: each gets a new one.</source>
        <translation>Aktif: semua gambar memakai seed ini. Nonaktif: masing-masing mendapat yang baru.</translation>
    </message>
    <message>
        <source>blurry, text, frame…</source>
        <translation>buram, teks, bingkai…</translation>
    </message>
    <message>
        <source>Words for what should not be in the picture</source>
        <translation>Kata untuk yang tidak boleh ada dalam gambar</translation>
    </message>
    <message>
        <source>Avoid</source>
        <translation>Hindari</translation>
    </message>
    <message>
        <source>Choose a start picture</source>
        <translation>Pilih gambar awal</translation>
    </message>
    <message>
        <source>Start from nothing</source>
        <translation>Mulai dari kosong</translation>
    </message>
    <message>
        <source>The picture that drawing starts from, instead of noise alone</source>
        <translation>Gambar tempat penggambaran dimulai, bukan hanya dari derau</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Mulai dari</translation>
    </message>
    <message>
        <source>How much may change</source>
        <translation>Seberapa banyak boleh berubah</translation>
    </message>
    <message>
        <source>How much of the start picture may change: 0 % leaves it, 100 % forgets it</source>
        <translation>Seberapa banyak gambar awal boleh berubah: 0 % membiarkannya, 100 % melupakannya</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Perubahan</translation>
    </message>
    <message>
        <source>Show the picture while it is drawn</source>
        <translation>Tampilkan gambar selama digambar</translation>
    </message>
    <message>
        <source>A rough view after each step; costs hardly any time</source>
        <translation>Tampilan kasar setelah tiap langkah; hampir tidak memakan waktu</translation>
    </message>
    <message>
        <source>Own size…</source>
        <translation>Ukuran sendiri…</translation>
    </message>
    <message>
        <source>new each time</source>
        <translation>baru setiap kali</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>kosong</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Makes the drawn picture larger and crisper with the model&apos;s own enlarger</source>
        <translation>Membuat gambar lebih besar dan lebih tajam dengan pembesar milik model</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Perbesar</translation>
    </message>
    <message>
        <source>not</source>
        <translation>tidak</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 kali</translation>
    </message>
</context>
<context>
    <name>limn::ui::JobStrip</name>
    <message>
        <source>Progress of the running job</source>
        <translation>Kemajuan tugas yang berjalan</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Stops what runs now within one step. What is finished stays.</source>
        <translation>Menghentikan yang berjalan dalam satu langkah. Yang sudah selesai tetap ada.</translation>
    </message>
    <message>
        <source>Shows what waits; there it can be moved and taken out.</source>
        <translation>Menampilkan yang menunggu; di sana dapat dipindah dan dikeluarkan.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Siap</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Menghentikan…</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Memulai</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n menunggu</numerusform>
        </translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prosesor</translation>
    </message>
    <message>
        <source>Preview of the picture that is being drawn</source>
        <translation>Pratinjau gambar yang sedang dibuat</translation>
    </message>
</context>
<context>
    <name>limn::ui::JobTexts</name>
    <message>
        <source>Loading the model · %1 %</source>
        <translation>Memuat model · %1 %</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Memuat model</translation>
    </message>
    <message>
        <source>Reading the words</source>
        <translation>Membaca kata-kata</translation>
    </message>
    <message>
        <source>Reading the start picture</source>
        <translation>Membaca gambar awal</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Langkah %1 dari %2</translation>
    </message>
    <message>
        <source>Making pixels</source>
        <translation>Membuat piksel</translation>
    </message>
    <message>
        <source>Making it larger</source>
        <translation>Memperbesar</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Menyimpan</translation>
    </message>
    <message>
        <source>Picture %1 of %2 · %3</source>
        <translation>Gambar %1 dari %2 · %3</translation>
    </message>
    <message>
        <source>less than a second left</source>
        <translation>kurang dari satu detik lagi</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>%1 d lagi</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>%1 mnt lagi</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>%1 jam lagi</translation>
    </message>
    <message>
        <source>Finding words</source>
        <translation>Mencari kata</translation>
    </message>
</context>
<context>
    <name>limn::ui::MaskBar</name>
    <message>
        <source>Mask</source>
        <translation>Masker</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Tambah</translation>
    </message>
    <message>
        <source>What is drawn is masked (hold Alt for the opposite)</source>
        <translation>Yang digambar menjadi masker (tahan Alt untuk kebalikannya)</translation>
    </message>
    <message>
        <source>Subtract</source>
        <translation>Kurangi</translation>
    </message>
    <message>
        <source>What is drawn is taken from the mask (hold Alt for the opposite)</source>
        <translation>Yang digambar diambil dari masker (tahan Alt untuk kebalikannya)</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>Ukuran kuas</translation>
    </message>
    <message>
        <source>Brush size ([ and ])</source>
        <translation>Ukuran kuas ([ dan ])</translation>
    </message>
    <message>
        <source>Brush hardness</source>
        <translation>Kekerasan kuas</translation>
    </message>
    <message>
        <source>How hard the edge of the brush is</source>
        <translation>Seberapa keras tepi kuas</translation>
    </message>
    <message>
        <source>What should be here?</source>
        <translation>Apa yang harus ada di sini?</translation>
    </message>
    <message>
        <source>What should be inside the mask</source>
        <translation>Apa yang harus ada di dalam masker</translation>
    </message>
    <message>
        <source>Repaint</source>
        <translation>Gambar ulang</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>Draw the masked part again; the rest stays as it is</source>
        <translation>Gambar ulang bagian bermasker; sisanya tetap</translation>
    </message>
    <message>
        <source>Paint over what should be drawn again first</source>
        <translation>Warnai dulu bagian yang harus digambar ulang</translation>
    </message>
</context>
<context>
    <name>limn::ui::MessageDocument</name>
    <message>
        <source>… and %1 more characters</source>
        <translation>… dan %1 karakter lagi</translation>
    </message>
</context>
<context>
    <name>limn::ui::ModelCatalog</name>
    <message>
        <source>Starter</source>
        <translation>Pemula</translation>
    </message>
    <message>
        <source>The starter is not part of this installation.</source>
        <translation>Model pemula tidak termasuk dalam pemasangan ini.</translation>
    </message>
    <message>
        <source>Reading every byte…</source>
        <translation>Membaca setiap bita…</translation>
    </message>
    <message>
        <source>Reading every byte… %1 %</source>
        <translation>Membaca setiap bita… %1 %</translation>
    </message>
    <message>
        <source>Every byte can be read. There is nothing to compare it with.</source>
        <translation>Setiap bita dapat dibaca. Tidak ada pembandingnya.</translation>
    </message>
    <message>
        <source>Every byte is as it was when it was added.</source>
        <translation>Setiap bita sama seperti saat ditambahkan.</translation>
    </message>
    <message>
        <source>A folder that is searched for models</source>
        <translation>Folder tempat model dicari</translation>
    </message>
    <message>
        <source>This folder cannot be read now.</source>
        <translation>Folder ini tidak dapat dibaca sekarang.</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>Mencari model…</translation>
    </message>
    <message>
        <source>draws</source>
        <translation>menggambar</translation>
    </message>
    <message>
        <source>describes your pictures</source>
        <translation>menjelaskan gambar Anda</translation>
    </message>
    <message>
        <source>can describe pictures</source>
        <translation>dapat menjelaskan gambar</translation>
    </message>
</context>
<context>
    <name>limn::ui::ModelsPage</name>
    <message>
        <source>Stop reading</source>
        <translation>Berhenti membaca</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Back to the picture</source>
        <translation>Kembali ke gambar</translation>
    </message>
    <message>
        <source>Back to the picture (Esc)</source>
        <translation>Kembali ke gambar (Esc)</translation>
    </message>
    <message>
        <source>Models stay where they are on your disk. Nothing in a model file is ever run.</source>
        <translation>Model tetap di tempatnya di disk Anda. Isi berkas model tidak pernah dijalankan.</translation>
    </message>
    <message>
        <source>Known models</source>
        <translation>Model yang dikenal</translation>
    </message>
    <message>
        <source>Draw with this</source>
        <translation>Gambar dengan ini</translation>
    </message>
    <message>
        <source>Loads this model and uses it for the next pictures</source>
        <translation>Memuat model ini dan memakainya untuk gambar berikutnya</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Periksa</translation>
    </message>
    <message>
        <source>Reads every byte and compares it with the day it was added</source>
        <translation>Membaca setiap bita dan membandingkannya dengan saat ditambahkan</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Keluarkan dari daftar</translation>
    </message>
    <message>
        <source>The files stay where they are</source>
        <translation>Berkas tetap di tempatnya</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>Tambah berkas…</translation>
    </message>
    <message>
        <source>A .safetensors or .ckpt file</source>
        <translation>Berkas .safetensors atau .ckpt</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Tambah folder…</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Tambahkan model</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.ckpt)</source>
        <translation>Model (*.safetensors *.ckpt)</translation>
    </message>
    <message>
        <source>Add a folder of models</source>
        <translation>Tambahkan folder model</translation>
    </message>
    <message>
        <source>Take a model off the list</source>
        <translation>Keluarkan model dari daftar</translation>
    </message>
    <message>
        <source>Take a folder off the list</source>
        <translation>Keluarkan folder dari daftar</translation>
    </message>
    <message>
        <source>The models in it leave the list too. All files stay where they are, and it can be added again.</source>
        <translation>Model di dalamnya ikut keluar dari daftar. Semua berkas tetap di tempatnya, dan folder ini dapat ditambahkan lagi.</translation>
    </message>
    <message>
        <source>It is here since its folder is searched: take the folder off the list, or move the file out of it</source>
        <translation>Model ini ada karena foldernya dicari: keluarkan folder itu dari daftar, atau pindahkan berkasnya</translation>
    </message>
    <message>
        <source>Take “%1” off the list?</source>
        <translation>Keluarkan “%1” dari daftar?</translation>
    </message>
    <message>
        <source>Its files stay where they are, and it can be added again.</source>
        <translation>Berkasnya tetap di tempatnya, dan dapat ditambahkan lagi.</translation>
    </message>
    <message>
        <source>Describe with this</source>
        <translation>Jelaskan dengan ini</translation>
    </message>
    <message>
        <source>Puts pictures into words with this model from now on</source>
        <translation>Mulai sekarang gambar dijelaskan dengan model ini</translation>
    </message>
    <message>
        <source>The folder of a model, or one with many models in it, which is then searched again and again</source>
        <translation>Folder sebuah model, atau folder berisi banyak model yang kemudian dicari berulang kali</translation>
    </message>
</context>
<context>
    <name>limn::ui::NoticeBar</name>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>limn::ui::Notices</name>
    <message>
        <source>Close this message</source>
        <translation>Tutup pesan ini</translation>
    </message>
</context>
<context>
    <name>limn::ui::Operations</name>
    <message>
        <source>Undo brush stroke</source>
        <translation>Urungkan sapuan kuas</translation>
    </message>
    <message>
        <source>Redo brush stroke</source>
        <translation>Ulangi sapuan kuas</translation>
    </message>
    <message>
        <source>Undo eraser stroke</source>
        <translation>Urungkan sapuan penghapus</translation>
    </message>
    <message>
        <source>Redo eraser stroke</source>
        <translation>Ulangi sapuan penghapus</translation>
    </message>
    <message>
        <source>Undo rectangle</source>
        <translation>Urungkan persegi panjang</translation>
    </message>
    <message>
        <source>Redo rectangle</source>
        <translation>Ulangi persegi panjang</translation>
    </message>
    <message>
        <source>Undo lasso</source>
        <translation>Urungkan laso</translation>
    </message>
    <message>
        <source>Redo lasso</source>
        <translation>Ulangi laso</translation>
    </message>
    <message>
        <source>Undo softening the edge</source>
        <translation>Urungkan pelembutan tepi</translation>
    </message>
    <message>
        <source>Redo softening the edge</source>
        <translation>Ulangi pelembutan tepi</translation>
    </message>
    <message>
        <source>Undo inverting the mask</source>
        <translation>Urungkan pembalikan masker</translation>
    </message>
    <message>
        <source>Redo inverting the mask</source>
        <translation>Ulangi pembalikan masker</translation>
    </message>
    <message>
        <source>Undo clearing the mask</source>
        <translation>Urungkan pengosongan masker</translation>
    </message>
    <message>
        <source>Redo clearing the mask</source>
        <translation>Ulangi pengosongan masker</translation>
    </message>
    <message>
        <source>Undo showing the picture</source>
        <translation>Urungkan menampilkan gambar</translation>
    </message>
    <message>
        <source>Redo showing the picture</source>
        <translation>Ulangi menampilkan gambar</translation>
    </message>
    <message>
        <source>Undo drawing</source>
        <translation>Urungkan menggambar</translation>
    </message>
    <message>
        <source>Redo drawing</source>
        <translation>Ulangi menggambar</translation>
    </message>
    <message>
        <source>Undo repainting</source>
        <translation>Urungkan gambar ulang</translation>
    </message>
    <message>
        <source>Redo repainting</source>
        <translation>Ulangi gambar ulang</translation>
    </message>
    <message>
        <source>Undo clearing the canvas</source>
        <translation>Urungkan pengosongan kanvas</translation>
    </message>
    <message>
        <source>Redo clearing the canvas</source>
        <translation>Ulangi pengosongan kanvas</translation>
    </message>
    <message>
        <source>Undo loading the mask</source>
        <translation>Urungkan memuat masker</translation>
    </message>
    <message>
        <source>Redo loading the mask</source>
        <translation>Ulangi memuat masker</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Ulangi</translation>
    </message>
</context>
<context>
    <name>limn::ui::PictureCard</name>
    <message>
        <source>%1 × %2</source>
        <comment>size in pixels</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>seed %1</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Menghentikan…</translation>
    </message>
    <message>
        <source>Repainting</source>
        <translation>Menggambar ulang</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Menggambar</translation>
    </message>
    <message>
        <source>step %1 of %2 · %3</source>
        <translation>langkah %1 dari %2 · %3</translation>
    </message>
    <message>
        <source>1 pixel changed outside the mask</source>
        <translation>1 piksel berubah di luar masker</translation>
    </message>
    <message>
        <source>%L1 pixels changed outside the mask</source>
        <translation>%L1 piksel berubah di luar masker</translation>
    </message>
</context>
<context>
    <name>limn::ui::PictureStrip</name>
    <message>
        <source>Pictures of this conversation</source>
        <translation>Gambar percakapan ini</translation>
    </message>
</context>
<context>
    <name>limn::ui::QueuePanel</name>
    <message>
        <source>Nothing waits</source>
        <translation>Tidak ada yang menunggu</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Antrean</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Lebih awal</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Lebih akhir</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Keluarkan</translation>
    </message>
    <message>
        <source>What runs and what waits</source>
        <translation>Yang berjalan dan yang menunggu</translation>
    </message>
    <message>
        <source>Cancel everything</source>
        <translation>Batalkan semuanya</translation>
    </message>
</context>
<context>
    <name>limn::ui::SettingTexts</name>
    <message>
        <source>%1 · best</source>
        <translation>%1 · terbaik</translation>
    </message>
</context>
<context>
    <name>limn::ui::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>Tombol</translation>
    </message>
    <message>
        <source>Find a key</source>
        <translation>Cari tombol</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Di mana saja</translation>
    </message>
</context>
<context>
    <name>limn::ui::StripModel</name>
    <message>
        <source>Picture %1 of %2: %3</source>
        <translation>Gambar %1 dari %2: %3</translation>
    </message>
</context>
<context>
    <name>limn::ui::StudioActions</name>
    <message>
        <source>Go to the message at the top</source>
        <translation>Ke pesan di bagian atas</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>Kirim pesan</translation>
    </message>
    <message>
        <source>Send the message before all that waits</source>
        <translation>Kirim pesan sebelum semua yang menunggu</translation>
    </message>
    <message>
        <source>Repaint the masked part</source>
        <translation>Gambar ulang bagian bermasker</translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation>Buka berkas…</translation>
    </message>
    <message>
        <source>Attach pictures to the chat…</source>
        <translation>Lampirkan gambar ke obrolan…</translation>
    </message>
    <message>
        <source>Describe a picture…</source>
        <translation>Deskripsikan gambar…</translation>
    </message>
    <message>
        <source>Start from a picture…</source>
        <translation>Mulai dari gambar…</translation>
    </message>
    <message>
        <source>Add a folder to the gallery…</source>
        <translation>Tambahkan folder ke galeri…</translation>
    </message>
    <message>
        <source>Load the settings of a picture…</source>
        <translation>Muat pengaturan dari gambar…</translation>
    </message>
    <message>
        <source>Add a model file…</source>
        <translation>Tambahkan berkas model…</translation>
    </message>
    <message>
        <source>Add a folder of models…</source>
        <translation>Tambahkan folder model…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Choose where pictures are saved…</source>
        <translation>Pilih tempat menyimpan gambar…</translation>
    </message>
    <message>
        <source>Cancel what runs</source>
        <translation>Batalkan yang berjalan</translation>
    </message>
    <message>
        <source>Cancel everything</source>
        <translation>Batalkan semuanya</translation>
    </message>
    <message>
        <source>Show the queue</source>
        <translation>Tampilkan antrean</translation>
    </message>
    <message>
        <source>Keep the seed</source>
        <translation>Pertahankan seed</translation>
    </message>
    <message>
        <source>Show the picture while it is drawn</source>
        <translation>Tampilkan gambar selama digambar</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Tulis pesan</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Obrolan</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galeri</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>Move the panes</source>
        <translation>Pindahkan panel</translation>
    </message>
    <message>
        <source>Put the panes back</source>
        <translation>Kembalikan panel</translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation>Warna sistem</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Terang</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Gelap</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Layar penuh</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Cari atau jalankan perintah</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tombol</translation>
    </message>
    <message>
        <source>About Limn</source>
        <translation>Tentang Limn</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>Panes</source>
        <translation>Panel</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Warna</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Kata-kata</translation>
    </message>
    <message>
        <source>Paste: choose what is done with it</source>
        <translation>Tempel: pilih apa yang dilakukan dengannya</translation>
    </message>
    <message>
        <source>Attach the copied picture to the chat</source>
        <translation>Lampirkan gambar yang disalin ke obrolan</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Percakapan baru</translation>
    </message>
    <message>
        <source>All conversations</source>
        <translation>Semua percakapan</translation>
    </message>
    <message>
        <source>Next conversation</source>
        <translation>Percakapan berikutnya</translation>
    </message>
    <message>
        <source>Previous conversation</source>
        <translation>Percakapan sebelumnya</translation>
    </message>
    <message>
        <source>Rename this conversation</source>
        <translation>Ganti nama percakapan ini</translation>
    </message>
    <message>
        <source>Delete this conversation</source>
        <translation>Hapus percakapan ini</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Hentikan jawaban</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Percakapan</translation>
    </message>
    <message>
        <source>Go to the chat (again: hide it)</source>
        <translation>Ke obrolan (lagi: sembunyikan)</translation>
    </message>
    <message>
        <source>Go to the gallery (again: hide it)</source>
        <translation>Ke galeri (lagi: sembunyikan)</translation>
    </message>
    <message>
        <source>Go to the settings (again: hide them)</source>
        <translation>Ke pengaturan (lagi: sembunyikan)</translation>
    </message>
    <message>
        <source>Go to the words (again: hide them)</source>
        <translation>Ke kata-kata (lagi: sembunyikan)</translation>
    </message>
    <message>
        <source>Search the pictures</source>
        <translation>Cari gambar</translation>
    </message>
</context>
<context>
    <name>limn::ui::StudioWindow</name>
    <message>
        <source>Limn</source>
        <translation>Limn</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Obrolan</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galeri</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>About Limn</source>
        <translation>Tentang Limn</translation>
    </message>
    <message>
        <source>Limn %1</source>
        <translation>Limn %1</translation>
    </message>
    <message>
        <source>A native image studio that draws on your own machine. Under the Apache License 2.0; the letters are Inter, under the SIL Open Font License 1.1.</source>
        <translation>Studio gambar asli yang menggambar di komputer Anda sendiri. Di bawah Lisensi Apache 2.0; hurufnya Inter, di bawah SIL Open Font License 1.1.</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Kata-kata</translation>
    </message>
    <message>
        <source>Cancel or go back</source>
        <translation>Batal atau kembali</translation>
    </message>
</context>
<context>
    <name>limn::ui::ThumbnailDelegate</name>
    <message>
        <source>missing</source>
        <translation>hilang</translation>
    </message>
</context>
<context>
    <name>limn::ui::ToolColumn</name>
    <message>
        <source>Tools</source>
        <translation>Alat</translation>
    </message>
</context>
<context>
    <name>limn::ui::TopBar</name>
    <message>
        <source>Which model draws</source>
        <translation>Model mana yang menggambar</translation>
    </message>
    <message>
        <source>How large the next pictures are</source>
        <translation>Seberapa besar gambar berikutnya</translation>
    </message>
    <message>
        <source>How often a picture is worked over: more takes longer</source>
        <translation>Berapa kali gambar digarap: lebih banyak lebih lama</translation>
    </message>
    <message>
        <source>Search pictures or run a command</source>
        <translation>Cari gambar atau jalankan perintah</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Everything that can be done (F10)</source>
        <translation>Semua yang dapat dilakukan (F10)</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Model: %1</translation>
    </message>
    <message>
        <source>Size: %1</source>
        <translation>Ukuran: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n langkah</numerusform>
        </translation>
    </message>
    <message>
        <source>Steps: %1</source>
        <translation>Langkah: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n steps (the model&apos;s own)</source>
        <translation>
            <numerusform>%n langkah (bawaan model)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::TranscriptView</name>
    <message>
        <source>Messages</source>
        <translation>Pesan</translation>
    </message>
    <message>
        <source>New below</source>
        <translation>Baru di bawah</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>Gambar lagi</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Variasikan</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>Deskripsikan</translation>
    </message>
    <message>
        <source>Use as start</source>
        <translation>Pakai sebagai awal</translation>
    </message>
    <message>
        <source>Copy prompt</source>
        <translation>Salin prompt</translation>
    </message>
    <message>
        <source>Copy seed</source>
        <translation>Salin seed</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Coba lagi</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Salin teks</translation>
    </message>
    <message>
        <source>Hide what was done</source>
        <translation>Sembunyikan yang dilakukan</translation>
    </message>
    <message>
        <source>Show what was done</source>
        <translation>Tampilkan yang dilakukan</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Answer: show or hide what was done</source>
        <translation>Jawaban: tampilkan atau sembunyikan apa yang dilakukan</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Spasi</translation>
    </message>
    <message>
        <source>Answer: choose one of its pictures</source>
        <translation>Jawaban: pilih salah satu gambarnya</translation>
    </message>
    <message>
        <source>Answer: open the picture, or try again</source>
        <translation>Jawaban: buka gambar, atau coba lagi</translation>
    </message>
    <message>
        <source>Answer: move the picture to the trash</source>
        <translation>Jawaban: pindahkan gambar ke tempat sampah</translation>
    </message>
    <message>
        <source>Picture %1 of %2, seed %3. %4</source>
        <translation>Gambar %1 dari %2, seed %3. %4</translation>
    </message>
</context>
<context>
    <name>limn::ui::TurnBar</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>limn::ui::TurnButtons</name>
    <message>
        <source>Try again</source>
        <translation>Coba lagi</translation>
    </message>
    <message>
        <source>Open to repaint</source>
        <translation>Buka untuk digambar ulang</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>Gambar lagi</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Variasikan</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>Deskripsikan</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Lainnya</translation>
    </message>
</context>
<context>
    <name>limn::ui::TurnWords</name>
    <message>
        <source>draw</source>
        <comment>what was called: it makes a picture</comment>
        <translation>menggambar</translation>
    </message>
    <message>
        <source>look</source>
        <comment>what was called: it looks at a picture</comment>
        <translation>melihat</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 d</translation>
    </message>
    <message numerus="yes">
        <source>Drew %n picture(s)</source>
        <translation>
            <numerusform>Menggambar %n gambar</numerusform>
        </translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>seed %1</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Menghentikan…</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>Bekerja…</translation>
    </message>
    <message numerus="yes">
        <source>Drawing %n picture(s)…</source>
        <translation>
            <numerusform>Menggambar %n gambar…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n picture(s)</source>
        <translation>
            <numerusform>Dihentikan setelah %n gambar</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Dihentikan</translation>
    </message>
    <message>
        <source>Not done</source>
        <translation>Tidak selesai</translation>
    </message>
    <message numerus="yes">
        <source>Did %n thing(s)</source>
        <translation>
            <numerusform>Melakukan %n hal</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for its turn…</source>
        <translation>Menunggu giliran…</translation>
    </message>
    <message>
        <source>Loading the model… %1 %</source>
        <translation>Memuat model… %1 %</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Memuat model…</translation>
    </message>
    <message>
        <source>Reading the words…</source>
        <translation>Membaca kata-kata…</translation>
    </message>
    <message>
        <source>Reading the start picture…</source>
        <translation>Membaca gambar awal…</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Langkah %1 dari %2</translation>
    </message>
    <message>
        <source>Making pixels…</source>
        <translation>Membuat piksel…</translation>
    </message>
    <message>
        <source>Making it larger…</source>
        <translation>Memperbesar…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Menyimpan…</translation>
    </message>
    <message>
        <source>Kept out: %1</source>
        <translation>Dijauhkan: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n langkah</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 pixels changed outside</source>
        <translation>%1 piksel berubah di luar</translation>
    </message>
    <message>
        <source>Finding words…</source>
        <translation>Mencari kata…</translation>
    </message>
</context>
<context>
    <name>limn::ui::WordsPane</name>
    <message>
        <source>Words about the picture</source>
        <translation>Kata-kata tentang gambar</translation>
    </message>
    <message>
        <source>No picture is in words yet</source>
        <translation>Belum ada gambar yang dijelaskan</translation>
    </message>
    <message>
        <source>Drop any picture on the window and choose “Describe”. Alt text, details, tags and the writing in it come here; change them, copy them, or write them into the file.</source>
        <translation>Jatuhkan gambar apa saja ke jendela dan pilih “Jelaskan”. Teks alternatif, rincian, tag, dan tulisan di dalamnya muncul di sini; ubah, salin, atau tulis ke dalam berkas.</translation>
    </message>
    <message>
        <source>Describe a picture…</source>
        <translation>Deskripsikan gambar…</translation>
    </message>
    <message>
        <source>Al&amp;t text</source>
        <translation>&amp;Teks alternatif</translation>
    </message>
    <message>
        <source>In &amp;detail</source>
        <translation>Rin&amp;cian</translation>
    </message>
    <message>
        <source>Ta&amp;gs</source>
        <translation>Ta&amp;g</translation>
    </message>
    <message>
        <source>W&amp;riting in the picture</source>
        <translation>T&amp;ulisan di gambar</translation>
    </message>
    <message>
        <source>Compared with its prompt</source>
        <translation>Dibandingkan dengan prompt-nya</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Terukur</translation>
    </message>
    <message>
        <source>Write into the file</source>
        <translation>Tulis ke berkas</translation>
    </message>
    <message>
        <source>Alt text, description and tags become part of the picture’s file, where other programs and screen readers find them. The picture itself stays as it is, and so do texts that somebody else wrote.</source>
        <translation>Teks alternatif, deskripsi, dan tag menjadi bagian dari berkas gambar, tempat program lain dan pembaca layar menemukannya. Gambarnya sendiri tidak berubah, begitu pula teks yang ditulis orang lain.</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Salin: %1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Salin</translation>
    </message>
    <message>
        <source>Measured and read, without a model</source>
        <translation>Diukur dan dibaca, tanpa model</translation>
    </message>
    <message>
        <source>%1 does not know such pictures; this was measured</source>
        <translation>%1 tidak mengenal gambar seperti ini; ini hasil pengukuran</translation>
    </message>
    <message>
        <source>%1 saw it at %2 × %3 pixels</source>
        <translation>%1 melihatnya pada %2 × %3 piksel</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>Screen readers may cut longer texts.</source>
        <translation>Pembaca layar mungkin memotong teks yang lebih panjang.</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Berhenti membaca</translation>
    </message>
    <message>
        <source>Read aloud</source>
        <translation>Bacakan</translation>
    </message>
    <message>
        <source>Text in the file</source>
        <translation>Teks di berkas</translation>
    </message>
    <message>
        <source>What you changed here is kept in the gallery, but not written into the file.</source>
        <translation>Yang Anda ubah di sini disimpan di galeri, tetapi tidak ditulis ke berkas.</translation>
    </message>
    <message>
        <source>Show the words of “%1”</source>
        <translation>Tampilkan penjelasan “%1”</translation>
    </message>
    <message>
        <source>Another alt text is in the file. It was kept:</source>
        <translation>Ada teks alternatif lain di berkas. Teks itu dipertahankan:</translation>
    </message>
    <message>
        <source>Another description is in the file. It was kept:</source>
        <translation>Ada deskripsi lain di berkas. Deskripsi itu dipertahankan:</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ganti</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Pertahankan</translation>
    </message>
    <message>
        <source>The text above takes its place in the file.</source>
        <translation>Teks di atas menggantikannya di berkas.</translation>
    </message>
    <message>
        <source>None was read</source>
        <translation>Tidak ada yang terbaca</translation>
    </message>
</context>
<context>
    <name>limn::ui::ZoomCard</name>
    <message>
        <source>Zoom</source>
        <translation>Perbesaran</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Paskan</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>zoom</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Zoom %1; press for 100 %</source>
        <translation>Perbesaran %1; tekan untuk 100 %</translation>
    </message>
</context>
</TS>
